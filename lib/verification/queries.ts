import type pg from "pg";
import type { Permission } from "@/lib/core/enums";
import { isId } from "@/lib/core/ids";
import { type TimedQuery, timedQuery } from "@/lib/infra/timed-query";
import type { ClaimedEndpoint } from "./decide";
import type { EnvironmentRow, KeyRow } from "./entry";
import { parsePattern } from "./path-pattern";

/** What the verify server asks of Postgres. Each query is prepared once a connection and gives up by itself. */

const LIMIT_MILLISECONDS = 1000;

function query(name: string, text: string, values: unknown[]): TimedQuery {
  return timedQuery(text, values, LIMIT_MILLISECONDS, name);
}

const KEY_ROWS = `
  SELECT w.place AS "place", v.id AS "versionId", v.key_id AS "keyId", v.environment_id AS "environmentId",
    (extract(epoch FROM v.ends_at) * 1000)::float8 AS "versionEndsAt",
    EXISTS (SELECT 1 FROM key_versions o WHERE o.organization_id = v.organization_id AND o.key_id = v.key_id
            AND o.number < v.number AND o.ends_on_first_use AND (o.ends_at IS NULL OR o.ends_at > now())) AS "supersedes",
    k.name, coalesce(k.owner_user_id, k.owner_team_id) AS "ownerId", k.state, k.scopes, k.methods, k.paths,
    k.ip_allowlist AS "ipAllowlist", k.countries, k.rate_limits AS "rateLimits", k.quota, k.concurrency, k.tags,
    k.granted, (extract(epoch FROM k.network_waived_until) * 1000)::float8 AS "networkWaivedUntil",
    (extract(epoch FROM k.not_before) * 1000)::float8 AS "notBefore",
    (extract(epoch FROM k.expires_at) * 1000)::float8 AS "expiresAt",
    (extract(epoch FROM k.quarantined_at) * 1000)::float8 AS "quarantinedAt",
    (extract(epoch FROM coalesce(k.rotated_at, k.created_at)) * 1000)::float8 AS "rotatedAt"
  FROM unnest($1::int[], $2::text[], $3::text[], $4::bytea[], $5::text[]) AS w(place, organization_id, environment_id, hash, kind)
  CROSS JOIN LATERAL (
    SELECT * FROM key_versions v WHERE v.organization_id = w.organization_id AND v.environment_id = w.environment_id
      AND v.secret_hash = w.hash AND v.hash_kind = w.kind OFFSET 0) v
  CROSS JOIN LATERAL (
    SELECT * FROM keys k WHERE k.organization_id = v.organization_id AND k.id = v.key_id OFFSET 0) k`;

/** One hash that is looked for; `place` is the number of its look-up in the batch. */
export type WantedHash = {
  place: number;
  organizationId: string;
  environmentId: string;
  hash: Buffer;
  kind: "pepper" | "sha256";
};

/** Finds versions by their hashes, many in one round trip. Throws when Postgres does not answer in time. */
export async function findKeys(pool: pg.Pool, wanted: readonly WantedHash[]): Promise<(KeyRow & { place: number })[]> {
  const result = await pool.query<KeyRow & { place: number }>(
    query("gateway-keys", KEY_ROWS, [
      wanted.map((one) => one.place),
      wanted.map((one) => one.organizationId),
      wanted.map((one) => one.environmentId),
      wanted.map((one) => one.hash),
      wanted.map((one) => one.kind),
    ]),
  );
  return result.rows;
}

export type OrganizationRows = {
  slug: string;
  timezone: string;
  environments: EnvironmentRow[];
  claims: Map<string, ClaimedEndpoint[]>;
};

/** All that the keys of an organization share; null when there is no such organization (any more). */
export async function findOrganization(pool: pg.Pool, organizationId: string): Promise<OrganizationRows | null> {
  const organization = pool.query<{ slug: string; timezone: string }>(
    query("gateway-organization", "SELECT slug, timezone FROM organizations WHERE id = $1", [organizationId]),
  );
  const environments = pool.query<EnvironmentRow>(
    query(
      "gateway-environments",
      `SELECT e.organization_id AS "organizationId", e.project_id AS "projectId", e.id AS "environmentId", e.slug, e.tag,
         e.sensitivity, p.key_prefix AS "keyPrefix", y.document AS policy
       FROM environments e
       JOIN projects p ON p.organization_id = e.organization_id AND p.id = e.project_id
       LEFT JOIN policies y ON y.organization_id = e.organization_id AND y.environment_id = e.id
       WHERE e.organization_id = $1`,
      [organizationId],
    ),
  );
  const scopes = pool.query<{ projectId: string; name: string; endpoints: string[] }>(
    query(
      "gateway-scopes",
      `SELECT project_id AS "projectId", name, endpoints FROM scopes
       WHERE organization_id = $1 AND cardinality(endpoints) > 0 ORDER BY name`,
      [organizationId],
    ),
  );
  const [found, environmentRows, scopeRows] = await Promise.all([organization, environments, scopes]);
  const row = found.rows[0];
  if (!row) return null;
  const claims = new Map<string, ClaimedEndpoint[]>();
  for (const scope of scopeRows.rows) {
    const list = claims.get(scope.projectId) ?? [];
    for (const text of scope.endpoints) {
      const pattern = parsePattern(text);
      if (pattern) list.push({ pattern, scope: scope.name });
    }
    claims.set(scope.projectId, list);
  }
  return { ...row, environments: environmentRows.rows, claims };
}

/** Whether an organization imported keys whose secrets are not of our form. */
export async function hasForeignKeys(pool: pg.Pool, organizationId: string): Promise<boolean> {
  const result = await pool.query<{ found: boolean }>(
    query(
      "gateway-foreign-keys",
      "SELECT EXISTS (SELECT 1 FROM key_versions WHERE organization_id = $1 AND hash_kind = 'sha256') AS found",
      [organizationId],
    ),
  );
  return result.rows[0]?.found ?? false;
}

/** How many bytes of a hash tell whether it may be one of an organization's. */
export const HASH_START = 8;

/**
 * The first 8 bytes of all live secrets' hashes of an organization, in order and one after the other; null when there are more
 * than `most`.
 */
export async function findHashStarts(pool: pg.Pool, organizationId: string, most: number): Promise<Buffer | null> {
  const result = await pool.query<{ starts: Buffer | null }>(
    query(
      "gateway-hash-starts",
      `SELECT string_agg(start, ''::bytea ORDER BY start) AS starts FROM (
         SELECT substr(secret_hash, 1, ${HASH_START}) AS start FROM key_versions
         WHERE organization_id = $1 AND (ends_at IS NULL OR ends_at > now()) LIMIT $2) AS live`,
      [organizationId, most + 1],
    ),
  );
  const starts = result.rows[0]?.starts ?? Buffer.alloc(0);
  return starts.length > most * HASH_START ? null : starts;
}

export type ServiceTokenRow = {
  id: string;
  organizationId: string;
  permissions: (Permission | "*")[];
  projectId: string | null;
  environmentIds: string[] | null;
  expiresAt: number | null;
  revoked: boolean;
};

/** A service token by any of its hashes (one per master secret that still verifies). */
export async function findServiceToken(pool: pg.Pool, hashes: readonly Buffer[]): Promise<ServiceTokenRow | null> {
  const result = await pool.query<ServiceTokenRow>(
    query(
      "gateway-service-token",
      `SELECT id, organization_id AS "organizationId", permissions, project_id AS "projectId",
         environment_ids AS "environmentIds", (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt",
         revoked_at IS NOT NULL AS revoked
       FROM service_tokens WHERE token_hash = ANY($1::bytea[])`,
      [hashes],
    ),
  );
  return result.rows[0] ?? null;
}

/** Where a key of an organization belongs; null when it has no such key. */
export async function findKeyPlace(
  pool: pg.Pool,
  organizationId: string,
  keyId: string,
): Promise<{ projectId: string; environmentId: string } | null> {
  if (!isId("key", keyId)) return null;
  const result = await pool.query<{ projectId: string; environmentId: string }>(
    query(
      "gateway-key-place",
      `SELECT project_id AS "projectId", environment_id AS "environmentId" FROM keys WHERE organization_id = $1 AND id = $2`,
      [organizationId, keyId],
    ),
  );
  return result.rows[0] ?? null;
}
