import { eq } from "drizzle-orm";
import pg from "pg";
import type { z } from "zod";
import { identityProviders } from "@/db/schema/identity";
import { organizations } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { presentOrganization, settingsOf } from "./present";
import { requireManager } from "./require-manager";
import { type organizationSchema, updateOrganizationSchema } from "./schema";

/**
 * Changes name, slug, time zone, or the rules for signing in; what is not named stays. @throws forbidden, step_up_required, conflict
 * when the slug is taken.
 */
export async function updateOrganization(ctx: Context, input: unknown): Promise<z.output<typeof organizationSchema>> {
  requireManager(ctx.actor);
  const { name, slug, timezone, ...rules } = parseInput(updateOrganizationSchema, input);
  const changes = { name, slug, timezone };
  const named = Object.fromEntries(Object.entries({ ...changes, ...rules }).filter(([, value]) => value !== undefined));
  if (Object.keys(named).length === 0) throw invalidInput([{ path: "", message: "names nothing to change" }]);
  requireStepUp(ctx.actor, ctx.clock);
  if (slug !== undefined && ctx.actor.type === "user" && ctx.actor.role !== "owner") {
    throw forbidden("Only an owner may change the slug: every address changes with it.");
  }
  const { organizationId } = ctx.actor;
  try {
    return await withOrganization(ctx, async (tx) => {
      const [row] = await tx.select().from(organizations).where(eq(organizations.id, organizationId)).for("update");
      if (!row) throw notFound("organization");
      if (rules.ssoOnly === true) {
        const providers = await tx
          .select({ enabled: identityProviders.enabled })
          .from(identityProviders)
          .where(eq(identityProviders.organizationId, organizationId));
        if (!providers.some((provider) => provider.enabled)) {
          throw conflict("There is no enabled identity provider yet: nobody but owners could come in.");
        }
      }
      const settings = { ...row.settings };
      for (const [member, value] of Object.entries(rules)) if (value !== undefined) settings[member] = value;
      const [updated] = await tx
        .update(organizations)
        .set({
          ...(name === undefined ? {} : { name }),
          ...(slug === undefined ? {} : { slug }),
          ...(timezone === undefined ? {} : { timezone }),
          settings,
          updatedAt: ctx.clock.now(),
        })
        .where(eq(organizations.id, organizationId))
        .returning();
      if (!updated) throw notFound("organization");
      const before: Record<string, unknown> = {
        name: row.name,
        slug: row.slug,
        timezone: row.timezone,
        ...settingsOf(row),
      };
      await recordAudit(tx, ctx, {
        action: "organization.updated",
        target: { type: "organization", id: organizationId, name: updated.name },
        before: Object.fromEntries(Object.keys(named).map((member) => [member, before[member]])),
        after: named,
      });
      return presentOrganization(updated, ctx.actor.type === "user" ? ctx.actor.role : null);
    });
  } catch (error) {
    if (isTaken(error)) throw conflict("This slug is taken. Choose another.", { field: "slug" });
    throw error;
  }
}

/** The unique index has spoken; drizzle wraps what Postgres said. */
export function isTaken(error: unknown): boolean {
  let current: unknown = error;
  while (current instanceof Error && !(current instanceof pg.DatabaseError) && current.cause) current = current.cause;
  return current instanceof pg.DatabaseError && current.code === "23505";
}
