import type { z } from "zod";
import { type AccountContext, withUser } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { presentAccount } from "./present";
import { factorsOf, findUser, linkedAccountsOf, membershipsOf, standingOf } from "./queries";
import type { accountSchema } from "./schema";

/** The signed-in person, where they belong, their factors and what this session may do. A half-session sees no memberships. */
export async function readAccount(ctx: AccountContext): Promise<z.output<typeof accountSchema>> {
  const { actor } = ctx;
  return withUser(ctx.db, actor.userId, async (tx) => {
    const user = await findUser(tx, actor.userId);
    if (!user) throw new LatchkeyError("unauthenticated", "Sign in first.");
    const all = actor.half ? [] : await membershipsOf(tx, actor.userId);
    const memberships = actor.confinedTo ? all.filter((one) => one.organizationId === actor.confinedTo) : all;
    const factors = await factorsOf(tx, user.id);
    const links = actor.half ? [] : await linkedAccountsOf(tx, user.id);
    return presentAccount(actor, user, memberships, factors, links, await standingOf(tx, user.id));
  });
}
