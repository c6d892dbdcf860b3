import { and, desc, eq, gt, isNotNull, isNull, lt, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "@/db/client";
import { knownDevices, linkedAccounts, passkeys, recoveryCodes, signIns, totpFactors } from "@/db/schema/identity";
import { members, organizations, sessions, users } from "@/db/schema/people";
import type { Id } from "@/lib/core/ids";
import { sessionLimits } from "./session-limits";

type Reader = Transaction | Database["drizzle"];

const standingSchema = z.object({ enrolled: z.boolean(), required: z.boolean(), strict: z.boolean() });
export type Standing = z.output<typeof standingSchema>;

/** Whether a person has a factor, must have one, and must have short sessions. */
export async function standingOf(tx: Reader, userId: Id<"user">): Promise<Standing> {
  const found = await tx.execute(sql`select enrolled, required, strict from person_standing(${userId})`);
  return standingSchema.parse(found.rows[0]);
}

export async function findUserByEmail(tx: Reader, email: string) {
  const [row] = await tx.select().from(users).where(eq(users.email, email));
  return row ?? null;
}

export async function findUser(tx: Reader, userId: Id<"user">) {
  const [row] = await tx.select().from(users).where(eq(users.id, userId));
  return row ?? null;
}

export async function isKnownDevice(tx: Reader, userId: Id<"user">, hashes: Buffer[]): Promise<boolean> {
  for (const hash of hashes) {
    const found = await tx
      .select({ userId: knownDevices.userId })
      .from(knownDevices)
      .where(and(eq(knownDevices.userId, userId), eq(knownDevices.deviceHash, hash)));
    if (found.length > 0) return true;
  }
  return false;
}

export async function hasKnownDevices(tx: Reader, userId: Id<"user">): Promise<boolean> {
  const found = await tx
    .select({ userId: knownDevices.userId })
    .from(knownDevices)
    .where(eq(knownDevices.userId, userId))
    .limit(1);
  return found.length > 0;
}

export async function factorsOf(tx: Reader, userId: Id<"user">) {
  const [totp] = await tx
    .select({
      id: totpFactors.id,
      name: totpFactors.name,
      createdAt: totpFactors.createdAt,
      lastUsedAt: totpFactors.lastUsedAt,
    })
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), isNotNull(totpFactors.confirmedAt)));
  const keys = await tx
    .select({
      id: passkeys.id,
      name: passkeys.name,
      backedUp: passkeys.backedUp,
      createdAt: passkeys.createdAt,
      lastUsedAt: passkeys.lastUsedAt,
    })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(passkeys.id);
  const [codes] = await tx
    .select({ left: sql<number>`count(*)::int` })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)));
  return { totp: totp ?? null, passkeys: keys, recoveryCodesLeft: codes?.left ?? 0 };
}

/** Active memberships with their organizations; inside `withUser`. */
export function membershipsOf(tx: Transaction, userId: Id<"user">) {
  return tx
    .select({
      organizationId: organizations.id,
      organization: organizations.slug,
      name: organizations.name,
      settings: organizations.settings,
      role: members.role,
      memberId: members.id,
    })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(and(eq(members.userId, userId), eq(members.state, "active")))
    .orderBy(organizations.name, organizations.id);
}

export function liveSessionsOf(tx: Reader, userId: Id<"user">, now: Date) {
  const seenSince = new Date(now.getTime() - sessionLimits(false).idle);
  return tx
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastSeenAt, seenSince),
      ),
    )
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id))
    .limit(200);
}

/** The newest sign-ins, refusals included; `before` is the id of the last row of the page before. */
export function signInsOf(
  tx: Reader,
  userId: Id<"user">,
  limit: number,
  before: { at: Date; id: Id<"signIn"> } | null,
) {
  return tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.userId, userId),
        before ? or(lt(signIns.at, before.at), and(eq(signIns.at, before.at), lt(signIns.id, before.id))) : undefined,
      ),
    )
    .orderBy(desc(signIns.at), desc(signIns.id))
    .limit(limit);
}

export function linkedAccountsOf(tx: Reader, userId: Id<"user">) {
  return tx.select().from(linkedAccounts).where(eq(linkedAccounts.userId, userId)).orderBy(linkedAccounts.id);
}

/** True when someone else already has this address. */
export async function isEmailTaken(tx: Reader, email: string, except: Id<"user">): Promise<boolean> {
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), ne(users.id, except)));
  return found.length > 0;
}
