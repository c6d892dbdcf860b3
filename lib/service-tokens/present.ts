import type { ServiceTokenRow } from "./queries";
import type { PresentedServiceToken } from "./schema";

export function presentServiceToken(row: ServiceTokenRow, now: Date): PresentedServiceToken {
  const isExpired = row.expiresAt !== null && row.expiresAt <= now;
  return {
    id: row.id,
    name: row.name,
    permissions: row.permissions,
    projectId: row.projectId,
    project: row.project,
    environmentIds: row.environmentIds,
    environments: row.environmentIds === null ? null : (row.environments ?? []),
    status: row.revokedAt ? "revoked" : isExpired ? "expired" : "active",
    tokenStart: row.tokenStart,
    tokenLastFour: row.tokenLastFour,
    createdBy: row.createdBy,
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
