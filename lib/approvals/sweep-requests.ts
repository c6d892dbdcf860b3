import { and, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { requests, wrappedLinks } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { queueMail } from "@/lib/notifications/queue-mail";
import { askApprovers, MOST_MAILS, requestReference, tellRequester } from "./notify";
import { missingOf } from "./policy";
import { openApprovers } from "./present";
import { type ApproverRow, lockRequest, organizationName, requestRows } from "./queries";
import { type RequestView, viewRequests } from "./view-request";

const DAY = 86_400_000;
const BATCH = 200;

/**
 * Closes what nobody decided or claimed in time, and forgets secrets in links that nobody opened. Each request is closed by a
 * condition in SQL, so that a decision at the same moment wins or loses as a whole. Returns how many requests it closed.
 */
export async function expireRequests(ctx: Context): Promise<number> {
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { organizationId } = ctx.actor;
    const closed = await tx
      .update(requests)
      .set({
        state: "expired",
        closedAt: now,
        closeReason: sql`case when ${requests.state} = 'pending' then 'nobody decided in time' else 'nobody claimed it in time' end`,
      })
      .where(
        and(
          eq(requests.organizationId, organizationId),
          or(
            and(eq(requests.state, "pending"), lte(requests.expiresAt, now)),
            and(eq(requests.state, "approved"), isNotNull(requests.claimBy), lte(requests.claimBy, now)),
          ),
        ),
      )
      .returning({ id: requests.id, keyName: requests.keyName, closeReason: requests.closeReason });
    await tx
      .update(wrappedLinks)
      .set({ ciphertext: null })
      .where(
        and(
          eq(wrappedLinks.organizationId, organizationId),
          isNotNull(wrappedLinks.ciphertext),
          lte(wrappedLinks.expiresAt, now),
        ),
      );
    if (closed.length === 0) return 0;
    for (const { id, keyName, closeReason } of closed) {
      await recordAudit(tx, ctx, {
        action: "request.expired",
        target: { type: "request", id, name: keyName },
        after: { state: "expired" },
        reason: closeReason,
      });
    }
    for (const view of await viewsOf(
      tx,
      ctx,
      closed.map(({ id }) => id),
    )) {
      // An unclaimed approval lapses too; its requester was told of the approval before.
      await tellRequester(tx, ctx, view.row, view.environment, {
        decision: "expired",
        decidedBy: [],
        comment: view.row.request.closeReason,
      });
    }
    return closed.length;
  });
}

async function viewsOf(tx: Transaction, ctx: Context, ids: Id<"request">[]): Promise<RequestView[]> {
  if (ids.length === 0) return [];
  return viewRequests(tx, ctx, await requestRows(tx, ctx.actor.organizationId, inArray(requests.id, ids), ids.length));
}

/**
 * Escalates what has waited too long, reminds approvers once a day with one mail for all that waits for them, and warns both
 * sides in the last quarter of a request's life, at most a day before. Run twice, the second sends nothing.
 */
export async function remindApprovers(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  await each(ctx, and(isNull(requests.escalatedAt), lte(requests.escalateAt, now)), escalate);
  await each(
    ctx,
    and(
      isNull(requests.warnedAt),
      sql`${requests.expiresAt} - least((${requests.expiresAt} - ${requests.submittedAt}) / 4, interval '1 day') <= ${at}`,
    ),
    warn,
  );
  const yesterday = new Date(now.getTime() - DAY);
  await withOrganization(ctx, async (tx) => {
    const due = await tx
      .update(requests)
      .set({ remindedAt: now })
      .where(
        and(
          pending(ctx),
          lte(requests.submittedAt, yesterday),
          or(isNull(requests.remindedAt), lte(requests.remindedAt, yesterday)),
        ),
      )
      .returning({ id: requests.id });
    await remind(
      tx,
      ctx,
      await viewsOf(
        tx,
        ctx,
        due.map(({ id }) => id),
      ),
    );
  });
}

function pending(ctx: Context): SQL | undefined {
  return and(
    eq(requests.organizationId, ctx.actor.organizationId),
    eq(requests.state, "pending"),
    sql`${requests.expiresAt} > ${ctx.clock.now().toISOString()}::timestamptz`,
  );
}

/** One transaction for each request that is due, so that one that fails keeps no other waiting. */
async function each(
  ctx: Context,
  condition: SQL | undefined,
  work: (tx: Transaction, ctx: Context, id: Id<"request">) => Promise<void>,
): Promise<void> {
  const due = await withOrganization(ctx, (tx) =>
    tx
      .select({ id: requests.id })
      .from(requests)
      .where(and(pending(ctx), condition))
      .limit(BATCH),
  );
  for (const { id } of due) await withOrganization(ctx, (tx) => work(tx, ctx, id));
}

async function escalate(tx: Transaction, ctx: Context, id: Id<"request">): Promise<void> {
  const now = ctx.clock.now();
  const before = await lockRequest(tx, ctx.actor.organizationId, id);
  const [known] = before ? await viewRequests(tx, ctx, [before]) : [];
  const asked = new Set(known ? openApprovers(known).map(({ userId }) => userId) : []);
  const [escalated] = await tx
    .update(requests)
    .set({ escalatedAt: now })
    .where(and(pending(ctx), eq(requests.id, id), isNull(requests.escalatedAt)))
    .returning({ id: requests.id });
  const [view] = escalated ? await viewsOf(tx, ctx, [id]) : [];
  if (!view) return;
  const people = openApprovers(view).filter(({ userId }) => !asked.has(userId));
  const approvalsNeeded = missingOf(view.guarded.rules, view.given);
  await askApprovers(tx, ctx, view, people, { event: "escalated", approvalsNeeded });
  await recordAudit(tx, ctx, {
    action: "request.escalated",
    target: { type: "request", id, name: view.row.request.keyName },
    after: { asked: people.map(({ userId }) => userId) },
    reason: "nobody decided in time",
  });
}

async function warn(tx: Transaction, ctx: Context, id: Id<"request">): Promise<void> {
  const { organizationId } = ctx.actor;
  const [warned] = await tx
    .update(requests)
    .set({ warnedAt: ctx.clock.now() })
    .where(and(pending(ctx), eq(requests.id, id), isNull(requests.warnedAt)))
    .returning({ id: requests.id });
  const [view] = warned ? await viewsOf(tx, ctx, [id]) : [];
  if (!view) return;
  const { row, environment } = view;
  const organization = await organizationName(tx, organizationId);
  const request = requestReference(row, environment, organization);
  const requester = { userId: row.request.requesterId, email: row.requesterEmail, timezone: null };
  const readers = [
    { ...requester, recipient: "requester" as const },
    ...openApprovers(view)
      .slice(0, MOST_MAILS)
      .map((person) => ({ ...person, recipient: "approver" as const })),
  ];
  for (const reader of readers) {
    await queueMail(tx, ctx, organizationId, {
      event: `${id}/${row.request.revision}/expiring/${reader.userId}`,
      template: "request-expiring",
      props: {
        organizationName: organization.name,
        timeZone: reader.timezone ?? organization.timezone,
        request,
        recipient: reader.recipient,
      },
      to: reader.email,
      userId: reader.userId,
    });
  }
}

async function remind(tx: Transaction, ctx: Context, views: readonly RequestView[]): Promise<void> {
  if (views.length === 0) return;
  const { organizationId } = ctx.actor;
  const organization = await organizationName(tx, organizationId);
  const waiting = new Map<string, { person: ApproverRow; views: RequestView[] }>();
  for (const view of views) {
    for (const person of openApprovers(view).slice(0, MOST_MAILS)) {
      const known = waiting.get(person.userId) ?? { person, views: [] };
      waiting.set(person.userId, { person, views: [...known.views, view] });
    }
  }
  const day = ctx.clock.now().toISOString();
  for (const { person, views: own } of waiting.values()) {
    await queueMail(tx, ctx, organizationId, {
      event: `${organizationId}/request-reminder/${day}/${person.userId}`,
      template: "request-reminder",
      props: {
        organizationName: organization.name,
        timeZone: person.timezone ?? organization.timezone,
        requests: own.map((view) => requestReference(view.row, view.environment, organization)),
        requestsUrl: pageUrl(`/${organization.slug}/requests?waiting=me`),
      },
      to: person.email,
      userId: person.userId,
    });
  }
}
