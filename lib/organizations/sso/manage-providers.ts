import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { identityProviders, linkedAccounts } from "@/db/schema/identity";
import { organizations, sessions } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { environment } from "@/lib/infra/environment";
import { requireManager } from "../require-manager";
import { createProviderSchema, type identityProviderSchema, updateProviderSchema } from "./schema";
import { redirectUri } from "./start-provider";

type Presented = z.output<typeof identityProviderSchema>;

function present(row: typeof identityProviders.$inferSelect): Presented {
  return {
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.clientId,
    defaultRole: row.defaultRole,
    justInTime: row.justInTime,
    groupsClaim: row.groupsClaim,
    groupRoles: row.groupRoles,
    enabled: row.enabled,
    callbackUrl: redirectUri(environment().appUrl, row.id),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** Owners alone decide who vouches for people: whoever controls the provider can become any member but an owner. */
function requireOwner(ctx: Context): void {
  requireManager(ctx.actor);
  if (ctx.actor.type === "user" && ctx.actor.role !== "owner") {
    throw forbidden("Only an owner may change single sign-on. Ask an owner of the organization.");
  }
  requireStepUp(ctx.actor, ctx.clock);
}

/** The organization's identity providers; never their secrets. */
export async function listProviders(ctx: Context): Promise<{ items: Presented[]; nextCursor: null }> {
  requireManager(ctx.actor);
  return withOrganization(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(identityProviders)
      .where(eq(identityProviders.organizationId, ctx.actor.organizationId))
      .orderBy(identityProviders.id);
    return { items: rows.map(present), nextCursor: null };
  });
}

/** Adds an identity provider (OpenID Connect). At most 5. @throws forbidden, step_up_required, conflict. */
export async function createProvider(ctx: Context, input: unknown): Promise<Presented> {
  requireOwner(ctx);
  const { clientSecret, ...rest } = parseInput(createProviderSchema, input);
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const id = newId("identityProvider", now.getTime());
  return withOrganization(ctx, async (tx) => {
    const known = await tx.select().from(identityProviders).where(eq(identityProviders.organizationId, organizationId));
    if (known.length >= 5) throw conflict("There are five identity providers already.");
    const [row] = await tx
      .insert(identityProviders)
      .values({
        ...rest,
        organizationId,
        id,
        clientSecret: ctx.vault.seal(clientSecret, `identity_providers/${id}`),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw new Error("The identity provider was not stored.");
    const target = { type: "identity_provider", id, name: row.name };
    await recordAudit(tx, ctx, { action: "identity_provider.created", target, after: rest });
    return present(row);
  });
}

/**
 * Changes an identity provider; what is not named stays. The issuer cannot change: accounts are linked under it. @throws not_found,
 * forbidden, step_up_required, conflict when it is the way in that the organization insists on.
 */
export async function updateProvider(ctx: Context, provider: string, input: unknown): Promise<Presented> {
  requireOwner(ctx);
  const { clientSecret, ...changes } = parseInput(updateProviderSchema, input);
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  if (Object.keys(named).length === 0 && clientSecret === undefined) {
    throw invalidInput([{ path: "", message: "names nothing to change" }]);
  }
  if (!isId("identityProvider", provider)) throw notFound("identity provider");
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const mine = and(eq(identityProviders.organizationId, organizationId), eq(identityProviders.id, provider));
    const [before] = await tx.select().from(identityProviders).where(mine).for("update");
    if (!before) throw notFound("identity provider");
    const [row] = await tx
      .update(identityProviders)
      .set({
        ...named,
        ...(clientSecret === undefined
          ? {}
          : { clientSecret: ctx.vault.seal(clientSecret, `identity_providers/${provider}`) }),
        updatedAt: ctx.clock.now(),
      })
      .where(mine)
      .returning();
    if (!row) throw notFound("identity provider");
    if (before.enabled && !row.enabled) await endItsSessions(tx, ctx, "identity_provider_disabled");
    const was: Record<string, unknown> = present(before);
    await recordAudit(tx, ctx, {
      action: "identity_provider.updated",
      target: { type: "identity_provider", id: provider, name: row.name },
      before: Object.fromEntries(Object.keys(named).map((name) => [name, was[name]])),
      after: { ...named, ...(clientSecret === undefined ? {} : { clientSecret: "replaced" }) },
    });
    return present(row);
  });
}

/** Removes an identity provider with every link to it; sessions it opened end. @throws not_found, forbidden, conflict. */
export async function removeProvider(ctx: Context, provider: string): Promise<void> {
  requireOwner(ctx);
  if (!isId("identityProvider", provider)) throw notFound("identity provider");
  const { organizationId } = ctx.actor;
  await withOrganization(ctx, async (tx) => {
    const [organization] = await tx
      .select()
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for("update");
    const others = await tx
      .select()
      .from(identityProviders)
      .where(eq(identityProviders.organizationId, organizationId));
    if (organization?.settings.ssoOnly === true && !others.some((one) => one.enabled && one.id !== provider)) {
      throw conflict("The organization is entered through single sign-on only. Switch that off first.");
    }
    const [row] = await tx
      .delete(identityProviders)
      .where(and(eq(identityProviders.organizationId, organizationId), eq(identityProviders.id, provider)))
      .returning();
    if (!row) throw notFound("identity provider");
    await tx.delete(linkedAccounts).where(eq(linkedAccounts.provider, provider));
    await endItsSessions(tx, ctx, "identity_provider_removed");
    const target = { type: "identity_provider", id: provider, name: row.name };
    await recordAudit(tx, ctx, { action: "identity_provider.removed", target, before: { issuer: row.issuer } });
  });
}

async function endItsSessions(tx: Parameters<typeof recordAudit>[0], ctx: Context, reason: string): Promise<void> {
  const organizationId: Id<"organization"> = ctx.actor.organizationId;
  await tx
    .update(sessions)
    .set({ endedAt: ctx.clock.now(), endReason: reason })
    .where(and(eq(sessions.confinedTo, organizationId), isNull(sessions.endedAt)));
}
