import { type LeaseDatabase, prepared } from "./lease-database";

/** A trust rule as an exchange needs it. `organizationSlug` for the caller to name the organization by. */
export type ActiveRule = {
  id: string;
  organizationId: string;
  organizationSlug: string;
  audience: string;
  subject: string;
  claims: Record<string, string>;
  projectId: string;
  environmentId: string;
  environment: string;
  scopes: string[];
  longestLife: number;
  addresses: string[];
  /** As Postgres writes it, so that a change between look-up and use shows to the microsecond. */
  version: string;
};

const ACTIVE_RULES = `
  SELECT r.id, r.organization_id AS "organizationId", o.slug AS "organizationSlug", r.audience, r.subject, r.claims,
    r.project_id AS "projectId", r.environment_id AS "environmentId", e.slug AS environment, r.scopes,
    r.longest_life AS "longestLife", r.addresses, r.updated_at::text AS version
  FROM trust_rules r
  JOIN organizations o ON o.id = r.organization_id
  JOIN projects p ON p.organization_id = r.organization_id AND p.id = r.project_id AND p.archived_at IS NULL
  JOIN environments e ON e.organization_id = r.organization_id AND e.id = r.environment_id
  WHERE r.issuer = $1 AND r.audience = ANY($2) AND r.enabled AND r.removed_at IS NULL
  ORDER BY r.id LIMIT 20`;

/** The enabled rules of all organizations for tokens of this issuer and these audiences. */
export async function findActiveRules(
  database: LeaseDatabase,
  issuer: string,
  audiences: readonly string[],
): Promise<ActiveRule[]> {
  const result = await database.run((pool) =>
    pool.query<ActiveRule>(prepared("rules", ACTIVE_RULES, [issuer, audiences])),
  );
  return result.rows;
}

const CONSUME = `
  WITH fresh AS (
    INSERT INTO lease_exchanges (fingerprint, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1
  ), used AS (
    INSERT INTO trust_rule_activity AS a (organization_id, trust_rule_id, exchanges, last_used_at, last_subject, last_ip)
    SELECT r.organization_id, r.id, 1, $6, $7, $8 FROM trust_rules r, fresh
    WHERE r.organization_id = $3 AND r.id = $4 AND r.updated_at = $5::timestamptz AND r.enabled AND r.removed_at IS NULL
    ON CONFLICT (organization_id, trust_rule_id) DO UPDATE SET exchanges = a.exchanges + 1,
      last_used_at = excluded.last_used_at, last_subject = excluded.last_subject, last_ip = excluded.last_ip
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM fresh)::int AS fresh, (SELECT count(*) FROM used)::int AS used`;

export type Consumption = {
  fingerprint: Buffer;
  expiresAt: Date;
  rule: ActiveRule;
  subject: string;
  ip: string | null;
  now: Date;
};

/**
 * Uses a token up: `replayed` when it, or one with its id, was exchanged before at any gateway; `changed` when the rule
 * is not what it was when it was looked up. Nothing else decides these races.
 */
export async function consumeToken(
  database: LeaseDatabase,
  { fingerprint, expiresAt, rule, subject, ip, now }: Consumption,
): Promise<"fresh" | "replayed" | "changed"> {
  const values = [fingerprint, expiresAt, rule.organizationId, rule.id, rule.version, now, subject.slice(0, 300), ip];
  const result = await database.run((pool) =>
    pool.query<{ fresh: number; used: number }>(prepared("consume", CONSUME, values)),
  );
  const counts = result.rows[0];
  if (!counts || counts.fresh === 0) return "replayed";
  return counts.used === 0 ? "changed" : "fresh";
}
