import { randomBytes } from "node:crypto";
import { and, desc, eq, gt, isNotNull, isNull, lt, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { invitations, members, users } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, LatchkeyError, notFound } from "@/lib/core/errors";
import { type Id, idSchema, isId, newId } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { pageUrl } from "@/lib/identity/links";
import { bucketOf, takeAttempt } from "@/lib/identity/throttle";
import { queueMail } from "@/lib/notifications/queue-mail";
import { describeActor } from "./describe-actor";
import { presentInvitation } from "./present";
import { findOrganization } from "./queries";
import { requireManager, requireRank } from "./require-manager";
import { createInvitationSchema, type invitationSchema, listInvitationsSchema } from "./schema";

const LIFETIME = 7 * 86_400_000;
const HOUR = 3_600_000;
/** Mails about one invitation at most; then it is revoked and made anew, or not at all. */
const MOST_SENDS = 5;

type Presented = z.output<typeof invitationSchema>;
type Row = typeof invitations.$inferSelect;

/**
 * Invites an address with a role. The mailed link works once, for that address alone. Whether there is an account already does not
 * show. @throws forbidden, step_up_required, conflict (a member, or invited already), rate_limited.
 */
export async function createInvitation(ctx: Context, input: unknown): Promise<Presented> {
  requireManager(ctx.actor);
  const { email, role } = parseInput(createInvitationSchema, input);
  requireRank(ctx.actor, role);
  requireStepUp(ctx.actor, ctx.clock);
  const { organizationId } = ctx.actor;
  await capMail(ctx, email);
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const [member] = await tx
      .select({ id: members.id })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.organizationId, organizationId), eq(members.state, "active"), eq(users.email, email)));
    if (member) throw conflict("This person is a member already.");
    // An expired invitation makes room for a new one.
    await tx
      .update(invitations)
      .set({ revokedAt: now })
      .where(and(open(organizationId), eq(invitations.email, email), lte(invitations.expiresAt, now)));
    const { token, tokenHash } = makeToken(ctx);
    const [row] = await tx
      .insert(invitations)
      .values({
        organizationId,
        id: newId("invitation", now.getTime()),
        email,
        role,
        tokenHash,
        invitedBy: ctx.actor.type === "user" ? ctx.actor.userId : null,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LIFETIME),
        sentCount: 1,
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw conflict("This address has an open invitation. Resend or revoke that one.");
    await recordAudit(tx, ctx, {
      action: "invitation.created",
      target: { type: "invitation", id: row.id, name: email },
      after: { email, role },
    });
    await mailInvitation(tx, ctx, row, token);
    return presented(tx, ctx, row);
  });
}

/** Sends the link again, with a new token; the old one is dead. @throws not_found, conflict, rate_limited. */
export async function resendInvitation(ctx: Context, invitation: string): Promise<Presented> {
  requireManager(ctx.actor);
  requireStepUp(ctx.actor, ctx.clock);
  const known = await readRow(ctx, invitation);
  requireRank(ctx.actor, known.role);
  if (known.sentCount >= MOST_SENDS)
    throw conflict("This invitation was sent often enough. Revoke it and make a new one.");
  await capMail(ctx, known.email);
  return withOrganization(ctx, async (tx) => {
    const { token, tokenHash } = makeToken(ctx);
    const [row] = await tx
      .update(invitations)
      .set({
        tokenHash,
        sentCount: sql`${invitations.sentCount} + 1`,
        expiresAt: new Date(ctx.clock.now().getTime() + LIFETIME),
      })
      .where(and(open(ctx.actor.organizationId), eq(invitations.id, known.id), lt(invitations.sentCount, MOST_SENDS)))
      .returning();
    if (!row) throw conflict("This invitation is not open any more.");
    await recordAudit(tx, ctx, {
      action: "invitation.resent",
      target: { type: "invitation", id: row.id, name: row.email },
    });
    await mailInvitation(tx, ctx, row, token);
    return presented(tx, ctx, row);
  });
}

/** Ends an open invitation. @throws not_found, conflict when it was accepted or revoked before. */
export async function revokeInvitation(ctx: Context, invitation: string): Promise<Presented> {
  requireManager(ctx.actor);
  const known = await readRow(ctx, invitation);
  requireRank(ctx.actor, known.role);
  return withOrganization(ctx, async (tx) => {
    const [row] = await tx
      .update(invitations)
      .set({ revokedAt: ctx.clock.now() })
      .where(and(open(ctx.actor.organizationId), eq(invitations.id, known.id)))
      .returning();
    if (!row) throw conflict("This invitation is not open any more.");
    await recordAudit(tx, ctx, {
      action: "invitation.revoked",
      target: { type: "invitation", id: row.id, name: row.email },
    });
    return presented(tx, ctx, row);
  });
}

/** Invitations, newest first. @throws forbidden for who does not manage members. */
export async function listInvitations(ctx: Context, query: unknown): Promise<Page<Presented>> {
  requireManager(ctx.actor);
  const { limit, cursor, status } = parseInput(listInvitationsSchema, query);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([idSchema("invitation")]))[0];
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  return withOrganization(ctx, async (tx) => {
    const byStatus = {
      open: and(open(organizationId), gt(invitations.expiresAt, now)),
      expired: and(open(organizationId), lte(invitations.expiresAt, now)),
      accepted: isNotNull(invitations.acceptedAt),
      revoked: and(isNotNull(invitations.revokedAt), isNull(invitations.acceptedAt)),
    };
    const rows = await tx
      .select({ invitation: invitations, invitedByName: users.name })
      .from(invitations)
      .leftJoin(users, eq(users.id, invitations.invitedBy))
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          after ? lt(invitations.id, after) : undefined,
          status ? byStatus[status] : undefined,
        ),
      )
      .orderBy(desc(invitations.id))
      .limit(limit + 1);
    const page = pageOf(rows, limit, (row) => encodeCursor([row.invitation.id]));
    const items = page.items.map((row) =>
      presentInvitation({ ...row.invitation, invitedByName: row.invitedByName }, now),
    );
    return { items, nextCursor: page.nextCursor };
  });
}

function open(organizationId: Id<"organization">) {
  return and(
    eq(invitations.organizationId, organizationId),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
  );
}

async function readRow(ctx: Context, invitation: string): Promise<Row> {
  if (!isId("invitation", invitation)) throw notFound("invitation");
  return withOrganization(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(invitations)
      .where(and(eq(invitations.organizationId, ctx.actor.organizationId), eq(invitations.id, invitation)));
    if (!row) throw notFound("invitation");
    return row;
  });
}

function makeToken(ctx: Context): { token: string; tokenHash: Buffer } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: ctx.vault.hashToken("invitation", token) };
}

/** One address gets at most 10 invitations a day from everyone together, one organization sends at most 200 an hour. */
async function capMail(ctx: Context, email: string): Promise<void> {
  await takeAttempt(ctx, [
    { bucket: `invitations:${ctx.actor.organizationId}`, limit: 200, window: HOUR },
    { bucket: bucketOf("invitation-mail", email), limit: 10, window: 24 * HOUR },
  ]).catch((error: unknown) => {
    if (error instanceof LatchkeyError && error.code === "rate_limited") {
      throw new LatchkeyError("rate_limited", "Too many invitations. Wait a while before you send more.", {
        details: error.details,
      });
    }
    throw error;
  });
}

async function mailInvitation(tx: Transaction, ctx: Context, row: Row, token: string): Promise<void> {
  const organization = await findOrganization(tx, row.organizationId);
  await queueMail(tx, ctx, row.organizationId, {
    event: `invitation/${row.id}/${row.sentCount}`,
    template: "invitation",
    props: {
      organizationName: organization?.name ?? "",
      timeZone: organization?.timezone ?? "UTC",
      invitedBy: await describeActor(tx, ctx.actor),
      role: row.role,
      acceptUrl: pageUrl("/invitations/accept", token),
      expiresAt: row.expiresAt.toISOString(),
    },
    to: row.email,
    userId: null,
  });
}

async function presented(tx: Transaction, ctx: Context, row: Row): Promise<Presented> {
  const [inviter] = row.invitedBy
    ? await tx.select({ name: users.name }).from(users).where(eq(users.id, row.invitedBy))
    : [];
  return presentInvitation({ ...row, invitedByName: inviter?.name ?? null }, ctx.clock.now());
}
