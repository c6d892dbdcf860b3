import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { migrateDatabase } from "@/db/migrate";
import { newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret, generateServiceToken } from "@/lib/core/key-format";
import { Vault } from "@/lib/core/vault";

export const BENCH_SECRET = Buffer.alloc(32, "latchkey bench");

export type BenchFixture = {
  directory: string;
  adminUrl: string;
  appUrl: string;
  gatewayUrl: string;
  organizationId: string;
  projectId: string;
  environmentId: string;
  serviceToken: string;
  /** Secrets of active keys with scopes, an allow-list, path rules and a rate limit that is never reached. */
  secrets: string[];
  keyIds: string[];
  /** What a process of Latchkey needs to run on this fixture. */
  variables: Record<string, string>;
  close(): Promise<void>;
};

/**
 * A Postgres of its own (durable, on disk) with one organization and `count` keys. `cpu` is the processor Postgres is
 * pinned to; without it the system decides.
 */
export async function createBenchFixture(count: number, cpu?: number): Promise<BenchFixture> {
  const directory = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
  // Postgres runs as an unprivileged user and has to pass through.
  chmodSync(directory, 0o711);
  const postgres = await startEmbeddedPostgres({ directory: join(directory, "postgres"), durable: true });
  if (cpu !== undefined) spawnSync("taskset", ["-acp", String(cpu), String(postgres.pid)]);
  const adminUrl = postgres.url;
  const { appUrl, gatewayUrl } = await migrateDatabase({ adminUrl, masterSecret: BENCH_SECRET });
  const vault = new Vault([{ version: 1, secret: BENCH_SECRET }]);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  const organizationId = newId("organization");
  const userId = newId("user");
  const projectId = newId("project");
  const environmentId = newId("environment");
  const serviceToken = generateServiceToken();
  await client.query("begin");
  await client.query("insert into organizations (id, slug, name) values ($1, 'bench', 'Bench')", [organizationId]);
  await client.query("insert into users (id, email, name) values ($1, 'bench@example.test', 'Bench')", [userId]);
  await client.query("insert into members (organization_id, id, user_id, role) values ($1, $2, $3, 'owner')", [
    organizationId,
    newId("member"),
    userId,
  ]);
  await client.query(
    "insert into projects (organization_id, id, slug, name, key_prefix) values ($1, $2, 'api', 'API', 'bench')",
    [organizationId, projectId],
  );
  await client.query(
    `insert into environments (organization_id, id, project_id, slug, name, tag, color, sensitivity)
     values ($1, $2, $3, 'production', 'Production', 'prod', 'red', 'high')`,
    [organizationId, environmentId, projectId],
  );
  await client.query("insert into policies (organization_id, environment_id, document) values ($1, $2, '{}')", [
    organizationId,
    environmentId,
  ]);
  await client.query(
    `insert into scopes (organization_id, project_id, id, name, endpoints) values ($1, $2, $3, 'invoices:read', '{"GET /invoices/{id}"}')`,
    [organizationId, projectId, newId("scope")],
  );
  await client.query(
    `insert into service_tokens (organization_id, id, name, token_hash, pepper_version, token_start, token_last_four, permissions, created_by, created_at)
     values ($1, $2, 'bench', $3, 1, 'lks_', 'xxxx', '{*}', $4, now())`,
    [organizationId, newId("serviceToken"), vault.hashToken("service-token", serviceToken), userId],
  );
  const secrets = Array.from({ length: count }, () => generateKeySecret("bench", "prod"));
  const keyIds: string[] = [];
  for (let from = 0; from < count; from += 5000) {
    const part = secrets.slice(from, from + 5000);
    const ids = part.map(() => newId("key"));
    keyIds.push(...ids);
    const versions = part.map(() => newId("keyVersion"));
    await client.query(
      `insert into keys (organization_id, id, project_id, environment_id, name, owner_user_id, created_by, state, scopes, methods, paths,
                         ip_allowlist, rate_limits, expires_at, current_version_id, created_at, updated_at)
       select $1, id, $2, $3, 'key ' || n, $4, $4, 'active', '{invoices:read,invoices:write}', '{GET,POST}', '{/invoices/**}',
              '{203.0.113.0/24,2001:db8::/32}', '[{"limit":1000000000,"window":60}]', now() + interval '90 days', version, now(), now()
       from unnest($5::text[], $6::text[]) with ordinality as t(id, version, n)`,
      [organizationId, projectId, environmentId, userId, ids, versions],
    );
    await client.query(
      `insert into key_versions (organization_id, id, key_id, environment_id, number, secret_hash, pepper_version, secret_start,
                                 secret_last_four, created_by, created_at)
       select $1, version, id, $2, 1, hash, 1, $3, 'xxxx', $4, now() from unnest($5::text[], $6::text[], $7::bytea[]) as t(version, id, hash)`,
      [
        organizationId,
        environmentId,
        describeSecret(part[0] ?? "").start.slice(0, 11),
        userId,
        versions,
        ids,
        part.map((secret) => vault.hashKeySecret(environmentId, secret)),
      ],
    );
  }
  await client.query("commit");
  await client.query("analyze");
  await client.end();
  return {
    directory,
    adminUrl,
    appUrl,
    gatewayUrl,
    organizationId,
    projectId,
    environmentId,
    serviceToken,
    secrets,
    keyIds,
    variables: {
      NODE_ENV: "production",
      LATCHKEY_DIRECTORY: directory,
      LATCHKEY_MASTER_SECRETS: `1:${BENCH_SECRET.toString("base64")}`,
      NEXTAUTH_SECRET: "a secret of the bench, long enough for everyone",
      DATABASE_APP_URL: appUrl,
      DATABASE_GATEWAY_URL: gatewayUrl,
      LOG_LEVEL: "warn",
    },
    close: async () => {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
