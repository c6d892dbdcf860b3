import type { TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import type { Permission } from "@/lib/core/enums";
import { type Id, newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret, generateServiceToken } from "@/lib/core/key-format";
import { sha256 } from "@/lib/core/vault";

export type TestKey = { id: Id<"key">; versionId: Id<"keyVersion">; secret: string };

type KeyColumns = {
  environment: "development" | "staging" | "production";
  state: "pending" | "active" | "disabled" | "revoked";
  scopes: string[];
  methods: string[];
  paths: string[];
  ipAllowlist: string[];
  countries: string[];
  rateLimits: { limit: number; window: number; burst?: number; endpoint?: string }[];
  quota: number | null;
  concurrency: number | null;
  tags: Record<string, string>;
  name: string;
  notBefore: Date | null;
  expiresAt: Date | null;
  quarantinedAt: Date | null;
  /** A secret that is stored as its plain SHA-256, as an import does. */
  importedSecret: string;
};

/** Keys and service tokens of one test organization, written as a superuser: the gateway is tested, not the verbs. */
export class GatewayTenant {
  readonly organization: TestOrganization;
  readonly #database: TestDatabase;

  constructor(database: TestDatabase, organization: TestOrganization) {
    this.#database = database;
    this.organization = organization;
  }

  static async create(database: TestDatabase): Promise<GatewayTenant> {
    return new GatewayTenant(database, await createTestOrganization(database));
  }

  async key(columns: Partial<KeyColumns> = {}): Promise<TestKey> {
    const { organization } = this;
    const environment = organization.environments[columns.environment ?? "production"];
    const secret = columns.importedSecret ?? generateKeySecret(organization.project.keyPrefix, environment.tag);
    const id = newId("key");
    const state = columns.state ?? "active";
    await this.#database.admin.query(
      `INSERT INTO keys (organization_id, id, project_id, environment_id, name, owner_user_id, created_by, state, scopes, methods,
         paths, ip_allowlist, countries, rate_limits, quota, concurrency, tags, not_before, expires_at, quarantined_at, revoked_at,
         created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, now(), now())`,
      [
        organization.id,
        id,
        organization.project.id,
        environment.id,
        columns.name ?? "billing sync",
        organization.people.developer.userId,
        state,
        columns.scopes ?? ["items:read"],
        columns.methods ?? [],
        columns.paths ?? [],
        columns.ipAllowlist ?? [],
        columns.countries ?? [],
        JSON.stringify(columns.rateLimits ?? []),
        columns.quota ?? null,
        columns.concurrency ?? null,
        JSON.stringify(columns.tags ?? {}),
        columns.notBefore ?? null,
        columns.expiresAt ?? null,
        columns.quarantinedAt ?? null,
        state === "revoked" ? new Date() : null,
      ],
    );
    const versionId = await this.#version(id, environment.id, 1, secret, columns.importedSecret !== undefined, {});
    return { id, versionId, secret };
  }

  /** A further version of a key; `endsOnFirstUse` is of the versions before it. */
  async rotate(key: TestKey, options: { overlapEndsAt?: Date; endsOnFirstUse?: boolean } = {}): Promise<TestKey> {
    const environment = this.organization.environments.production;
    const secret = generateKeySecret(this.organization.project.keyPrefix, environment.tag);
    await this.#database.admin.query(
      "UPDATE key_versions SET ends_at = $3, ends_on_first_use = $4 WHERE organization_id = $1 AND key_id = $2",
      [this.organization.id, key.id, options.overlapEndsAt ?? null, options.endsOnFirstUse ?? false],
    );
    return { ...key, versionId: await this.#version(key.id, environment.id, 2, secret, false, {}), secret };
  }

  async #version(
    keyId: string,
    environmentId: string,
    number: number,
    secret: string,
    isImported: boolean,
    { endsAt }: { endsAt?: Date },
  ): Promise<Id<"keyVersion">> {
    const versionId = newId("keyVersion");
    const { start, lastFour } = describeSecret(secret);
    const { vault } = this.#database;
    await this.#database.admin.query(
      `INSERT INTO key_versions (organization_id, id, key_id, environment_id, number, secret_hash, hash_kind, pepper_version,
         secret_start, secret_last_four, created_by, created_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'test', now(), $11)`,
      [
        this.organization.id,
        versionId,
        keyId,
        environmentId,
        number,
        isImported ? sha256(secret) : vault.hashKeySecret(environmentId, secret),
        isImported ? "sha256" : "pepper",
        vault.currentVersion,
        start,
        lastFour,
        endsAt ?? null,
      ],
    );
    return versionId;
  }

  async token(
    options: {
      permissions?: (Permission | "*")[];
      environments?: ("development" | "staging" | "production")[];
      expiresAt?: Date;
      revokedAt?: Date;
    } = {},
  ): Promise<string> {
    const token = generateServiceToken();
    const { organization } = this;
    const environmentIds = options.environments?.map((name) => organization.environments[name].id) ?? null;
    const { vault } = this.#database;
    await this.#database.admin.query(
      `INSERT INTO service_tokens (organization_id, id, name, token_hash, pepper_version, token_start, token_last_four, permissions,
         project_id, environment_ids, created_by, created_at, expires_at, revoked_at)
       VALUES ($1, $2, 'backend', $3, $4, $5, $6, $7, $8, $9, 'test', now(), $10, $11)`,
      [
        organization.id,
        newId("serviceToken"),
        vault.hashToken("service-token", token),
        vault.currentVersion,
        token.slice(0, 8),
        token.slice(-4),
        options.permissions ?? ["keys:verify"],
        environmentIds ? organization.project.id : null,
        environmentIds,
        options.expiresAt ?? null,
        options.revokedAt ?? null,
      ],
    );
    return token;
  }

  /** Changes a key as a verb would: its trigger tells the gateways. */
  async change(key: TestKey, assignments: string): Promise<void> {
    await this.#database.admin.query(`UPDATE keys SET ${assignments} WHERE organization_id = $1 AND id = $2`, [
      this.organization.id,
      key.id,
    ]);
  }

  async revoke(key: TestKey): Promise<void> {
    await this.change(key, "state = 'revoked', revoked_at = now()");
  }

  /** All counted calls of a key (all of the organization without one), by verdict. */
  async counted(key?: TestKey): Promise<Record<string, number>> {
    const result = await this.#database.admin.query<{ verdict: string; total: number }>(
      `SELECT verdict, sum(count)::int AS total FROM usage_events
       WHERE organization_id = $1 AND ($2::text IS NULL OR key_id = $2) GROUP BY verdict`,
      [this.organization.id, key?.id ?? null],
    );
    return Object.fromEntries(result.rows.map((row) => [row.verdict, row.total]));
  }
}
