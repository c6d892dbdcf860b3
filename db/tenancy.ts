import { sql } from "drizzle-orm";
import type { AccountActor, Actor, RequestInfo } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import type { Database, Transaction } from "./client";

/** What every verb is given: who acts, on which database, at what time, from where, with which keys of the house. */
export type Context<A = Actor> = {
  readonly actor: A;
  readonly db: Database;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly request: RequestInfo;
};

/** A context in which nobody has been recognised yet (sign-in, invitation, set-up). */
export type AnonymousContext = Context<null>;
export type AccountContext = Context<AccountActor>;

/**
 * The only way to a tenant's rows: one transaction that sees and writes the rows of the actor's organization and no other.
 * Row-level security enforces it; without it a query finds nothing.
 */
export function withOrganization<T>(
  ctx: { readonly actor: { readonly organizationId: Id<"organization"> }; readonly db: Database },
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return ctx.db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select set_config('latchkey.organization_id', ${ctx.actor.organizationId}, true)`);
    return work(tx);
  });
}

/** One transaction that sees where a person belongs (their memberships and those organizations), and global tables. */
export function withUser<T>(db: Database, userId: Id<"user">, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select set_config('latchkey.user_id', ${userId}, true)`);
    return work(tx);
  });
}

/** One transaction that sees the one invitation or service token whose hash the caller knows. */
export function withTokenHash<T>(db: Database, hash: Buffer, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select set_config('latchkey.token_hash', ${hash.toString("hex")}, true)`);
    return work(tx);
  });
}

/** Enters an organization inside a transaction that was begun without one (set-up, accepting an invitation). */
export async function enterOrganization(tx: Transaction, organizationId: Id<"organization">): Promise<void> {
  await tx.execute(sql`select set_config('latchkey.organization_id', ${organizationId}, true)`);
}
