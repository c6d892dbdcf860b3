import { and, eq, or } from "drizzle-orm";
import { memberAccess, members, organizations } from "@/db/schema/people";
import { type AccountContext, enterOrganization, withUser } from "@/db/tenancy";
import type { UserActor } from "@/lib/core/actor";
import { forbidden, LatchkeyError, notFound } from "@/lib/core/errors";

/**
 * The signed-in person as an actor in one organization (id or slug). Role and access are read anew on every call, so that a
 * change counts at once in every session.
 * @throws not_found when there is no such organization or the person is not in it: the two look the same; mfa_required for half a
 * session; forbidden where the organization wants single sign-on and this session is not from it.
 */
export async function resolveUserActor(ctx: AccountContext, organization: string): Promise<UserActor> {
  if (ctx.actor.half) throw new LatchkeyError("mfa_required", "Prove a factor first.");
  return withUser(ctx.db, ctx.actor.userId, async (tx) => {
    const [row] = await tx
      .select({
        organizationId: organizations.id,
        settings: organizations.settings,
        memberId: members.id,
        role: members.role,
      })
      .from(members)
      .innerJoin(organizations, eq(organizations.id, members.organizationId))
      .where(
        and(
          eq(members.userId, ctx.actor.userId),
          eq(members.state, "active"),
          // An id cannot be a slug (it has an underscore), so one comparison never finds the other's row.
          or(eq(organizations.slug, organization), eq(organizations.id, asOrganizationId(organization))),
        ),
      );
    if (!row) throw notFound("organization");
    if (ctx.actor.confinedTo !== null && ctx.actor.confinedTo !== row.organizationId) throw notFound("organization");
    if (row.settings.ssoOnly === true && row.role !== "owner" && ctx.actor.confinedTo === null) {
      throw forbidden("This organization is entered through its single sign-on only. Sign in with it.", {
        reason: "sso_required",
      });
    }
    await enterOrganization(tx, row.organizationId);
    const overrides = await tx
      .select({ environmentId: memberAccess.environmentId, level: memberAccess.level })
      .from(memberAccess)
      .where(and(eq(memberAccess.organizationId, row.organizationId), eq(memberAccess.memberId, row.memberId)));
    return {
      type: "user",
      organizationId: row.organizationId,
      userId: ctx.actor.userId,
      memberId: row.memberId,
      role: row.role,
      access: Object.fromEntries(overrides.map((override) => [override.environmentId, override.level])),
      sessionId: ctx.actor.sessionId,
      mfaAt: ctx.actor.mfaAt,
    };
  });
}

function asOrganizationId(text: string): `org_${string}` {
  return text.startsWith("org_") ? `org_${text.slice(4)}` : "org_";
}
