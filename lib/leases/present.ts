import type { TrustRuleRow } from "./queries";
import type { TrustRule } from "./schema";

/** The fields of a trust rule that leave the house. */
export function presentTrustRule(row: TrustRuleRow): TrustRule {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    subject: row.subject,
    claims: row.claims,
    projectId: row.projectId,
    project: row.project,
    environmentId: row.environmentId,
    environment: row.environment,
    scopes: row.scopes,
    longestLife: row.longestLife,
    addresses: row.addresses,
    enabled: row.enabled,
    exchanges: row.exchanges ?? 0,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastSubject: row.lastSubject,
    lastIp: row.lastIp,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
