import type { Transaction } from "@/db/client";
import { requestDecisions } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { UserActor } from "@/lib/core/actor";
import { conflict, forbidden, invalidInput, LatchkeyError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { lockKey } from "@/lib/keys/queries";
import type { PresentedRequest } from "./answer-schema";
import { requireUnchanged } from "./execute-request";
import { tellRequester } from "./notify";
import { amend, payloadHash, payloadSchema } from "./payload";
import { missingOf, progressOf, requestRefusal } from "./policy";
import { presentRequest } from "./present";
import { changeRequest } from "./queries";
import { type Amendment, approveRequestSchema, bulkDecideSchema, denyRequestSchema } from "./schema";
import { approveRow, requirePerson } from "./submit-request";
import { findRequest, type RequestView } from "./view-request";

/**
 * Approves a request, with less or shorter where the approver says so. With the last approval that its rules ask for, it is
 * approved: what is not a new key takes effect in the same transaction. Of parallel approvals each counts once and one is
 * the last. @throws not_found, forbidden, step_up_required, invalid_input, conflict.
 */
export async function approveRequest(ctx: Context, reference: string, body: unknown): Promise<PresentedRequest> {
  const actor = requirePerson(ctx);
  const { comment, hash, ...amendment } = parseInput(approveRequestSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const view = await openForDecision(tx, ctx, actor, reference, "approve", hash);
    const { request } = view.row;
    const before = payloadSchema.parse(request.payload);
    requireUnchanged(request, before);
    const changed = Object.values(amendment).some((value) => value !== undefined);
    const payload = changed ? amend(before, amendment) : before;
    const agreed = payloadHash(payload);
    if (changed && payload.kind === "extend_expiry") await requireLater(tx, ctx, payload);
    await writeDecision(tx, ctx, view, actor, {
      verdict: "approve",
      comment,
      amendment: changed ? amendment : null,
      agreed,
    });
    const approvers = [...approversOf(view), ...view.approvers.filter(({ userId }) => userId === actor.userId)];
    const given = progressOf(view.guarded, approvers, view.fallback);
    const isLast = missingOf(request.rules, given) === 0;
    if (changed) {
      const stored = await changeRequest(tx, request, "pending", { payload, payloadHash: agreed });
      if (!stored) throw conflict("The request was decided or changed at the same moment.");
    }
    if (isLast) {
      await approveRow(tx, ctx, request, { payload, environment: view.environment }, { by: "people", id: null });
    }
    await recordAudit(tx, ctx, {
      action: isLast ? "request.approved" : "request.approval_given",
      target: { type: "request", id: request.id, name: request.keyName },
      ...(changed ? { before: { ...before } } : {}),
      after: {
        approvals: given,
        hash: agreed.toString("hex"),
        ...(changed ? { ...payload } : {}),
        state: isLast ? "approved" : "pending",
      },
      reason: comment,
    });
    const decided = await findRequest(tx, ctx, request.id);
    if (isLast) {
      const people = decidersOf(decided);
      await tellRequester(tx, ctx, decided.row, view.environment, { decision: "approved", decidedBy: people, comment });
    }
    return presentRequest(actor, decided, ctx.clock.now());
  });
}

/** Denies a request; one denial ends it. @throws not_found, forbidden, step_up_required, invalid_input, conflict. */
export async function denyRequest(ctx: Context, reference: string, body: unknown): Promise<PresentedRequest> {
  const actor = requirePerson(ctx);
  const { reason, hash } = parseInput(denyRequestSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const view = await openForDecision(tx, ctx, actor, reference, "deny", hash);
    const { request } = view.row;
    const now = ctx.clock.now();
    await writeDecision(tx, ctx, view, actor, {
      verdict: "deny",
      comment: reason,
      amendment: null,
      agreed: request.payloadHash,
    });
    const denied = await changeRequest(tx, request, "pending", {
      state: "denied",
      decidedAt: now,
      closedAt: now,
      closeReason: reason,
    });
    if (!denied) throw conflict("The request was decided or changed at the same moment.");
    await recordAudit(tx, ctx, {
      action: "request.denied",
      target: { type: "request", id: request.id, name: request.keyName },
      before: { state: "pending" },
      after: { state: "denied" },
      reason,
    });
    const decided = await findRequest(tx, ctx, request.id);
    const decidedBy = decidersOf(decided).slice(-1);
    await tellRequester(tx, ctx, decided.row, view.environment, { decision: "denied", decidedBy, comment: reason });
    return presentRequest(actor, decided, now);
  });
}

export type BulkResult = {
  id: string;
  request: PresentedRequest | null;
  problem: { code: string; message: string } | null;
};

/** Decides on several requests with one comment; each by itself, so that one that cannot be decided stops no other. */
export async function bulkDecide(ctx: Context, body: unknown): Promise<{ results: BulkResult[] }> {
  const actor = requirePerson(ctx);
  const { decision, requests, comment } = parseInput(bulkDecideSchema, body ?? {});
  if (decision === "deny" && !comment) throw invalidInput("comment", "a denial needs a reason");
  requireStepUp(actor, ctx.clock);
  const results: BulkResult[] = [];
  for (const { id, hash } of requests) {
    const seen = hash === undefined ? {} : { hash };
    try {
      const request =
        decision === "approve"
          ? await approveRequest(ctx, id, { comment, ...seen })
          : await denyRequest(ctx, id, { reason: comment, ...seen });
      results.push({ id, request, problem: null });
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code === "internal") throw error;
      results.push({ id, request: null, problem: { code: error.code, message: error.message } });
    }
  }
  return { results };
}

/** The request, locked, for someone who may decide on it now, with a factor proved a moment ago. */
async function openForDecision(
  tx: Transaction,
  ctx: Context,
  actor: UserActor,
  reference: string,
  action: "approve" | "deny",
  seen: string | undefined,
): Promise<RequestView> {
  const view = await findRequest(tx, ctx, reference, true);
  const { guarded, fallback, row } = view;
  const now = ctx.clock.now();
  const refusal = requestRefusal(action, actor, view.person, guarded, fallback, now);
  if (refusal) {
    const isClosed = guarded.state !== "pending" || guarded.expiresAt <= now || guarded.decided;
    const isOwn = guarded.requesterId === actor.userId;
    throw isClosed && !isOwn ? conflict(refusal) : forbidden(refusal);
  }
  requireStepUp(actor, ctx.clock);
  if (seen !== undefined && seen !== row.request.payloadHash.toString("hex")) {
    throw conflict("The request says something else than what you looked at. Look at it again.", {
      hash: row.request.payloadHash.toString("hex"),
      revision: row.request.revision,
    });
  }
  return view;
}

async function writeDecision(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
  actor: UserActor,
  decision: { verdict: "approve" | "deny"; comment: string | null; amendment: Amendment | null; agreed: Buffer },
): Promise<void> {
  const { request } = view.row;
  const now = ctx.clock.now();
  const written = await tx
    .insert(requestDecisions)
    .values({
      organizationId: request.organizationId,
      id: newId("decision", now.getTime()),
      requestId: request.id,
      revision: request.revision,
      approverId: actor.userId,
      verdict: decision.verdict,
      comment: decision.comment,
      amendment: decision.amendment,
      payloadHash: decision.agreed,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: requestDecisions.id });
  if (written.length === 0) throw conflict("You have decided on this request already.");
}

/** Those whose approval of this revision counts if they may still decide. */
function approversOf(view: RequestView) {
  const { revision } = view.row.request;
  const ids = new Set(
    view.decisions
      .filter(
        ({ decision }) =>
          decision.revision === revision && decision.voidedAt === null && decision.verdict === "approve",
      )
      .map(({ decision }) => decision.approverId),
  );
  return view.approvers.filter(({ userId }) => ids.has(userId));
}

function decidersOf(view: RequestView) {
  const { revision } = view.row.request;
  return view.decisions
    .filter(({ decision }) => decision.revision === revision)
    .map(({ approverName, approverEmail }) => ({ name: approverName, email: approverEmail }));
}

async function requireLater(
  tx: Transaction,
  ctx: Context,
  payload: { keyId: `key_${string}`; expiresAt: string | null },
): Promise<void> {
  const key = await lockKey(tx, ctx.actor.organizationId, payload.keyId);
  if (!key || payload.expiresAt === null || key.expiresAt === null) return;
  if (new Date(payload.expiresAt) > key.expiresAt) return;
  throw invalidInput("expiresAt", "must be later than the key's end is now; deny the request instead");
}
