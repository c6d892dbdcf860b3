import { eq, lt } from "drizzle-orm";
import { serviceTokenActivity, serviceTokens } from "@/db/schema/keys";
import { organizations } from "@/db/schema/people";
import { type AnonymousContext, enterOrganization, withTokenHash } from "@/db/tenancy";
import type { ServiceTokenActor } from "@/lib/core/actor";
import { isServiceToken } from "@/lib/core/key-format";

const SEEN_EVERY = 60_000;

export type AuthenticatedToken = { actor: ServiceTokenActor; organization: { id: string; slug: string } };

/** The machine a bearer token stands for, or null when the token is malformed, unknown, expired or revoked. */
export async function authenticateServiceToken(
  ctx: AnonymousContext,
  token: string,
): Promise<AuthenticatedToken | null> {
  if (!isServiceToken(token)) return null;
  const now = ctx.clock.now();
  for (const version of ctx.vault.versions) {
    const hash = ctx.vault.hashToken("service-token", token, version);
    const found = await withTokenHash(ctx.db, hash, async (tx) => {
      const [row] = await tx.select().from(serviceTokens).where(eq(serviceTokens.tokenHash, hash));
      if (!row) return null;
      if (row.revokedAt || (row.expiresAt && row.expiresAt <= now)) return "refused" as const;
      await enterOrganization(tx, row.organizationId);
      const [organization] = await tx
        .select({ id: organizations.id, slug: organizations.slug })
        .from(organizations)
        .where(eq(organizations.id, row.organizationId));
      if (!organization) return "refused" as const;
      await tx
        .insert(serviceTokenActivity)
        .values({ organizationId: row.organizationId, serviceTokenId: row.id, lastUsedAt: now })
        .onConflictDoUpdate({
          target: [serviceTokenActivity.organizationId, serviceTokenActivity.serviceTokenId],
          set: { lastUsedAt: now },
          setWhere: lt(serviceTokenActivity.lastUsedAt, new Date(now.getTime() - SEEN_EVERY)),
        });
      const actor: ServiceTokenActor = {
        type: "service_token",
        organizationId: row.organizationId,
        serviceTokenId: row.id,
        permissions: row.permissions,
        projectId: row.projectId,
        environmentIds: row.environmentIds,
      };
      return { actor, organization };
    });
    if (found === "refused") return null;
    if (found) return found;
  }
  return null;
}
