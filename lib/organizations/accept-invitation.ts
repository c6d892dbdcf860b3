import { and, eq, gt, isNull } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { invitations, members, organizations, users } from "@/db/schema/people";
import { type AccountContext, type AnonymousContext, enterOrganization, withTokenHash } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { UserActor } from "@/lib/core/actor";
import type { Role } from "@/lib/core/enums";
import { conflict, forbidden, invalidInput, LatchkeyError } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { leaveOrganization } from "@/lib/identity/audit-person";
import { type Browser, completeSignIn, type SignedIn } from "@/lib/identity/complete-sign-in";
import { openSession } from "@/lib/identity/open-session";
import { findUser, findUserByEmail, standingOf } from "@/lib/identity/queries";
import { tokenInputSchema } from "@/lib/identity/schema";
import { requireUncommonPassword } from "@/lib/identity/set-password";
import { bucketOf, takeAttempt } from "@/lib/identity/throttle";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { acceptInvitationSchema, type openedInvitationSchema } from "./schema";

type Row = typeof invitations.$inferSelect;

function gone(): LatchkeyError {
  return new LatchkeyError("gone", "This invitation has been used, revoked, has expired, or was never valid.");
}

/** Runs `work` where the token opens a live invitation. @throws gone for every other reason alike. */
async function withInvitation<T>(
  ctx: AnonymousContext,
  token: string,
  work: (tx: Transaction, row: Row) => Promise<T>,
): Promise<T> {
  if (ctx.request.ip) {
    await takeAttempt(ctx, [
      { bucket: bucketOf("invitation-address", ctx.request.ip), limit: 100, window: 15 * 60_000 },
    ]);
  }
  for (const version of ctx.vault.versions) {
    const hash = ctx.vault.hashToken("invitation", token, version);
    const found = await withTokenHash(ctx.db, hash, async (tx) => {
      const [row] = await tx
        .select()
        .from(invitations)
        .where(
          and(
            eq(invitations.tokenHash, hash),
            isNull(invitations.acceptedAt),
            isNull(invitations.revokedAt),
            gt(invitations.expiresAt, ctx.clock.now()),
          ),
        );
      return row ? { result: await work(tx, row) } : null;
    });
    if (found) return found.result;
  }
  throw gone();
}

/** What an invitation is about, for whoever holds its token. @throws gone. */
export async function openInvitation(
  ctx: AnonymousContext,
  input: unknown,
): Promise<z.output<typeof openedInvitationSchema>> {
  const { token } = parseInput(tokenInputSchema, input);
  return withInvitation(ctx, token, async (tx, row) => {
    await enterOrganization(tx, row.organizationId);
    const [organization] = await tx.select().from(organizations).where(eq(organizations.id, row.organizationId));
    const inviter = row.invitedBy ? await findUser(tx, row.invitedBy) : null;
    if (!organization) throw gone();
    return {
      organization: organization.slug,
      organizationName: organization.name,
      email: row.email,
      role: row.role,
      invitedBy: inviter?.name ?? null,
      expiresAt: row.expiresAt.toISOString(),
      accountExists: (await findUserByEmail(tx, row.email)) !== null,
    };
  });
}

export type AcceptedInvitation = { organization: { id: string; slug: string }; role: Role; signedIn: SignedIn | null };

/**
 * Joins the organization. The invitation is for one address: whoever has an account with it must be signed in as that account, in a
 * whole session; an address without an account gets one, with the name and password given, and is signed in.
 * @throws gone, unauthenticated (sign in first), forbidden (signed in as someone else), invalid_input, conflict (a member already).
 */
export async function acceptInvitation(
  ctx: AnonymousContext,
  account: AccountContext | null,
  input: unknown,
  browser: Browser,
): Promise<AcceptedInvitation> {
  const { token, name, password } = parseInput(acceptInvitationSchema, input);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return withInvitation(ctx, token, async (tx, row) => {
    const existing = await findUserByEmail(tx, row.email);
    if (existing) {
      const actor = requireThatAccount(account, existing.id);
      const accepted = await joinOrganization(tx, ctx, row, existing.id, actor.sessionId, actor.mfaAt);
      return { ...accepted, signedIn: null };
    }
    if (account) throw someoneElse();
    if (name === undefined || password === undefined || passwordHash === null) {
      throw invalidInput([
        ...(name === undefined ? [{ path: "name", message: "is needed for a new account" }] : []),
        ...(password === undefined ? [{ path: "password", message: "is needed for a new account" }] : []),
      ]);
    }
    requireUncommonPassword(password, { name, email: row.email });
    const userId = await insertUser(tx, ctx, { name, email: row.email, passwordHash });
    const now = ctx.clock.now();
    const session = await openSession(tx, ctx, { userId, method: "invitation", factor: null, mfaAt: now });
    const accepted = await joinOrganization(tx, ctx, row, userId, session.id, now);
    const standing = await standingOf(tx, userId);
    const newDevice = standing.required
      ? null
      : await completeSignIn(tx, ctx, { userId, session, method: "invitation", factor: null, mfaAt: now, browser });
    return { ...accepted, signedIn: { userId, session, half: standing.required, newDevice } };
  });
}

function someoneElse(): LatchkeyError {
  return forbidden("This invitation is for another address. Sign out, then open the link again.", {
    reason: "other_address",
  });
}

function requireThatAccount(account: AccountContext | null, userId: Id<"user">): AccountContext["actor"] {
  if (!account) {
    throw new LatchkeyError(
      "unauthenticated",
      "There is an account with the invited address. Sign in with it, then accept.",
    );
  }
  if (account.actor.userId !== userId) throw someoneElse();
  if (account.actor.half) throw new LatchkeyError("mfa_required", "Prove a factor first, then accept.");
  if (account.actor.confinedTo !== null)
    throw forbidden("This session is confined to the organization that opened it.");
  return account.actor;
}

async function insertUser(
  tx: Transaction,
  ctx: AnonymousContext,
  person: { name: string; email: string; passwordHash: string },
): Promise<Id<"user">> {
  const now = ctx.clock.now();
  const id = newId("user", now.getTime());
  const made = await tx
    .insert(users)
    // The token came by mail to this address, which proves it.
    .values({ id, ...person, emailVerifiedAt: now, passwordChangedAt: now, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made.length === 0) throw conflict("An account with this address was made meanwhile. Sign in with it.");
  return id;
}

/** Uses the invitation up and makes the membership, or wakes one that was removed. Leaves the organization again. */
async function joinOrganization(
  tx: Transaction,
  ctx: AnonymousContext,
  row: Row,
  userId: Id<"user">,
  sessionId: Id<"session">,
  mfaAt: Date | null,
): Promise<Omit<AcceptedInvitation, "signedIn">> {
  const { organizationId, role } = row;
  const now = ctx.clock.now();
  await enterOrganization(tx, organizationId);
  const used = await tx
    .update(invitations)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitations.organizationId, organizationId),
        eq(invitations.id, row.id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    )
    .returning({ id: invitations.id });
  if (used.length === 0) throw gone();
  const memberId = await activateMember(tx, { organizationId, userId, role, now });
  if (!memberId) throw conflict("You are a member already.");
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!organization) throw gone();
  const actor: UserActor = { type: "user", organizationId, userId, memberId, role, access: {}, sessionId, mfaAt };
  await recordAudit(
    tx,
    { ...ctx, actor },
    {
      action: "invitation.accepted",
      target: { type: "member", id: memberId, name: row.email },
      after: { role, invitationId: row.id },
    },
  );
  await leaveOrganization(tx);
  return { organization: { id: organizationId, slug: organization.slug }, role };
}

/** Makes someone a member, or wakes the membership they once had with this role; null when they are one already. */
export async function activateMember(
  tx: Transaction,
  input: { organizationId: Id<"organization">; userId: Id<"user">; role: Role; now: Date; externalId?: string | null },
): Promise<Id<"member"> | null> {
  const { organizationId, userId, role, now } = input;
  const [row] = await tx
    .insert(members)
    .values({
      organizationId,
      id: newId("member", now.getTime()),
      userId,
      role,
      state: "active",
      createdAt: now,
      updatedAt: now,
      externalId: input.externalId ?? null,
    })
    .onConflictDoUpdate({
      target: [members.organizationId, members.userId],
      set: {
        state: "active",
        role,
        removedAt: null,
        updatedAt: now,
        ...(input.externalId === undefined ? {} : { externalId: input.externalId }),
      },
      setWhere: eq(members.state, "removed"),
    })
    .returning({ id: members.id });
  return row?.id ?? null;
}
