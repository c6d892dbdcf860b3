import type { z } from "zod";
import { type AccountContext, type Context, withOrganization, withUser } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { membershipsOf } from "@/lib/identity/queries";
import { presentOrganization } from "./present";
import { findOrganization } from "./queries";
import type { organizationSchema } from "./schema";

type Presented = z.output<typeof organizationSchema>;

/** The organization of the actor. */
export async function readOrganization(ctx: Context): Promise<Presented> {
  return withOrganization(ctx, async (tx) => {
    const row = await findOrganization(tx, ctx.actor.organizationId);
    if (!row) throw notFound("organization");
    return presentOrganization(row, ctx.actor.type === "user" ? ctx.actor.role : null);
  });
}

/** The organizations of the signed-in person, by name. */
export async function listOwnOrganizations(ctx: AccountContext): Promise<{ items: Presented[]; nextCursor: null }> {
  const { actor } = ctx;
  return withUser(ctx.db, actor.userId, async (tx) => {
    const items: Presented[] = [];
    for (const membership of await membershipsOf(tx, actor.userId)) {
      if (actor.confinedTo !== null && membership.organizationId !== actor.confinedTo) continue;
      const row = await findOrganization(tx, membership.organizationId);
      if (row) items.push(presentOrganization(row, membership.role));
    }
    return { items, nextCursor: null };
  });
}
