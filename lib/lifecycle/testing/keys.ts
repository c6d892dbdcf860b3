import { keys, keyVersions } from "@/db/schema/keys";
import { withOrganization } from "@/db/tenancy";
import type { TestDatabase } from "@/db/testing/database";
import type { TestOrganization } from "@/db/testing/organization";
import type { Role } from "@/lib/core/enums";
import { type Id, newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret } from "@/lib/core/key-format";

export type TestKey = { id: Id<"key">; name: string; versionId: Id<"keyVersion"> };

type Wanted = {
  name?: string;
  environment?: "development" | "staging" | "production";
  owner?: Role;
  ownerTeamId?: Id<"team">;
  createdAt: Date;
  expiresAt?: Date | null;
};

/** A key with its first version, made at a moment of the test's choosing. */
export async function insertKey(
  database: TestDatabase,
  organization: TestOrganization,
  wanted: Wanted,
): Promise<TestKey> {
  const { createdAt } = wanted;
  const environment = organization.environments[wanted.environment ?? "production"];
  const owner = organization.people[wanted.owner ?? "developer"];
  const id = newId("key");
  const versionId = newId("keyVersion");
  const name = wanted.name ?? `key ${id.slice(-4)}`;
  const secret = generateKeySecret(organization.project.keyPrefix, environment.tag);
  const visible = describeSecret(secret);
  const shown = { secretStart: visible.start, secretLastFour: visible.lastFour };
  await withOrganization(organization.system(), async (tx) => {
    await tx.insert(keys).values({
      organizationId: organization.id,
      id,
      projectId: organization.project.id,
      environmentId: environment.id,
      name,
      purpose: "",
      ownerUserId: wanted.ownerTeamId ? null : owner.userId,
      ownerTeamId: wanted.ownerTeamId ?? null,
      createdBy: owner.userId,
      state: "active",
      scopes: ["items:read"],
      methods: [],
      paths: [],
      ipAllowlist: [],
      countries: [],
      rateLimits: [],
      tags: {},
      expiresAt: wanted.expiresAt ?? null,
      currentVersionId: versionId,
      ...shown,
      createdAt,
      updatedAt: createdAt,
    });
    await tx.insert(keyVersions).values({
      organizationId: organization.id,
      id: versionId,
      keyId: id,
      environmentId: environment.id,
      number: 1,
      secretHash: database.vault.hashKeySecret(environment.id, secret),
      hashKind: "pepper",
      pepperVersion: 1,
      ...shown,
      createdBy: owner.userId,
      createdAt,
      endsOnFirstUse: false,
    });
  });
  return { id, name, versionId };
}

type Use = {
  at: Date;
  verdict?: string;
  versionId?: string;
  ip?: string;
  agent?: string;
  endpoint?: string;
  count?: number;
};

/** Calls of a key, as the gateways' rollups and events hold them. */
export async function insertUse(
  database: TestDatabase,
  organization: TestOrganization,
  key: TestKey,
  use: Use,
): Promise<void> {
  const { id: organizationId, project, environments } = organization;
  const { at, verdict = "VALID", versionId = key.versionId, count = 1 } = use;
  const values = [
    organizationId,
    key.id,
    at.toISOString(),
    versionId,
    verdict,
    project.id,
    environments.production.id,
    count,
  ];
  await database.admin.query(
    `insert into usage_events (organization_id, key_id, at, version_id, verdict, project_id, environment_id, count, method, ip, agent, endpoint)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'GET', $9, $10, $11)`,
    [...values, use.ip ?? "203.0.113.7", use.agent ?? "curl/8", use.endpoint ?? "/items"],
  );
  await database.admin.query(
    `insert into usage_hourly (organization_id, key_id, hour, version_id, verdict, project_id, environment_id, count)
     values ($1, $2, date_trunc('hour', $3::timestamptz, 'UTC'), $4, $5, $6, $7, $8)
     on conflict (organization_id, key_id, hour, version_id, verdict) do update set count = usage_hourly.count + excluded.count`,
    values,
  );
  await database.admin.query(
    `insert into usage_daily (organization_id, key_id, day, version_id, verdict, project_id, environment_id, count)
     values ($1, $2, ($3::timestamptz at time zone 'UTC')::date, $4, $5, $6, $7, $8)
     on conflict (organization_id, key_id, day, version_id, verdict) do update set count = usage_daily.count + excluded.count`,
    values,
  );
  await database.admin.query(
    `insert into key_activity (organization_id, key_id, first_used_at, last_used_at, verifications) values ($1, $2, $3, $3, $4)
     on conflict (organization_id, key_id) do update set last_used_at = greatest(key_activity.last_used_at, excluded.last_used_at),
       verifications = key_activity.verifications + excluded.verifications`,
    [organizationId, key.id, at.toISOString(), count],
  );
}

/** A gateway that was there at this moment. */
export async function seeGateway(database: TestDatabase, at: Date): Promise<void> {
  await database.admin.query(
    `insert into gateway_nodes (id, name, started_at, last_seen_at) values ('node_test', 'test', $1, $1)
     on conflict (id) do update set last_seen_at = excluded.last_seen_at`,
    [at.toISOString()],
  );
}

export type ReadMail = { id: string; to: string; template: string; state: string; props: Record<string, unknown> };

/** Every mail of an organization, in the order in which it was queued, with what it is filled with. */
export async function mailsOf(database: TestDatabase, organization: TestOrganization): Promise<ReadMail[]> {
  const { rows } = await database.admin.query(
    "select id, recipient, template, state, content from email_outbox where organization_id = $1 order by created_at, id",
    [organization.id],
  );
  return rows.map((row) => ({
    id: row.id,
    to: row.recipient,
    template: row.template,
    state: row.state,
    props: row.content === null ? {} : JSON.parse(database.vault.open(row.content, `email_outbox/${row.id}`)),
  }));
}

/** The names of the keys that a mail lists. */
export function namesIn(mail: ReadMail | undefined): string[] {
  const listed = mail?.props.keys;
  return Array.isArray(listed) ? listed.map((key) => String(key.name)) : [];
}
