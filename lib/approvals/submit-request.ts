import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { requestRevisions, type requests, requests as requestTable } from "@/db/schema/approvals";
import { keys } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { UserActor } from "@/lib/core/actor";
import { conflict, forbidden, notFound } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { policyOf } from "@/lib/keys/present";
import type { PresentedRequest } from "./answer-schema";
import { draftRequest, type RequestDraft } from "./draft-request";
import { executeRequest } from "./execute-request";
import { askApprovers } from "./notify";
import { type Payload, payloadHash } from "./payload";
import { missingOf } from "./policy";
import { openApprovers, presentRequest } from "./present";
import { changeRequest } from "./queries";
import { submitRequestSchema } from "./schema";
import { type StandingApproval, standingApproval } from "./standing-approval";
import { findRequest, type RequestView } from "./view-request";

/** Undecided requests of one person at most: more is noise to those who decide. */
export const MOST_PENDING = 50;

/** @throws forbidden for machines: somebody has to answer for what is asked. */
export function requirePerson(ctx: Context): UserActor {
  requirePermission(ctx.actor, "requests:write");
  if (ctx.actor.type !== "user") throw forbidden("Only people ask for access and decide on it.");
  return ctx.actor;
}

/**
 * Asks for what one may not do alone. Approved at once where the policy asks for nobody, a standing rule matches, or the
 * requester has broken the glass. @throws invalid_input, not_found, forbidden, conflict (asked already, too many).
 */
export async function submitRequest(ctx: Context, body: unknown): Promise<PresentedRequest> {
  const actor = requirePerson(ctx);
  const input = parseInput(submitRequestSchema, body);
  return withOrganization(ctx, async (tx) => {
    const draft = await draftRequest(tx, ctx, input);
    const view = await storeRequest(tx, ctx, actor, draft);
    return presentRequest(ctx.actor, view, ctx.clock.now());
  });
}

/** Writes a draft as a request, and approves it where nobody has to be asked. */
export async function storeRequest(
  tx: Transaction,
  ctx: Context,
  actor: UserActor,
  draft: RequestDraft,
): Promise<RequestView> {
  const { organizationId } = actor;
  const now = ctx.clock.now();
  const hash = payloadHash(draft.payload);
  await refuseRepeats(tx, actor, hash);
  const standing = await standingApproval(tx, ctx, actor, draft, await hasAllowlist(tx, draft));
  const policy = policyOf(draft.environment);
  const id = newId("request", now.getTime());
  const row: typeof requests.$inferInsert = {
    organizationId,
    id,
    kind: draft.payload.kind,
    state: "pending",
    requesterId: actor.userId,
    projectId: draft.environment.projectId,
    environmentId: draft.environment.id,
    keyId: draft.keyId,
    keyName: draft.keyName,
    reason: draft.reason,
    revision: 1,
    submitted: draft.payload,
    payload: draft.payload,
    payloadHash: hash,
    rules: draft.rules,
    createdAt: now,
    submittedAt: now,
    expiresAt: new Date(now.getTime() + policy.requestExpiry * 1000),
    claimSeconds: policy.claimExpiry,
    escalateAt: policy.escalateAfter === null ? null : new Date(now.getTime() + policy.escalateAfter * 1000),
  };
  await tx.insert(requestTable).values(row);
  await tx.insert(requestRevisions).values({
    organizationId,
    requestId: id,
    revision: 1,
    payload: draft.payload,
    payloadHash: hash,
    reason: draft.reason,
    createdAt: now,
  });
  await recordAudit(tx, ctx, {
    action: "request.submitted",
    target: { type: "request", id, name: draft.keyName },
    after: { ...draft.payload, rules: draft.rules, hash: hash.toString("hex") },
    reason: draft.reason,
  });
  if (standing) await approveAtOnce(tx, ctx, id, draft, standing);
  const view = await findRequest(tx, ctx, id);
  if (!standing) {
    const approvalsNeeded = missingOf(draft.rules, view.given);
    await askApprovers(tx, ctx, view, openApprovers(view), { event: "to-approve", approvalsNeeded });
  }
  return view;
}

async function refuseRepeats(tx: Transaction, actor: UserActor, hash: Buffer): Promise<void> {
  const pending = await tx
    .select({ id: requestTable.id, payloadHash: requestTable.payloadHash })
    .from(requestTable)
    .where(
      and(
        eq(requestTable.organizationId, actor.organizationId),
        eq(requestTable.requesterId, actor.userId),
        eq(requestTable.state, "pending"),
      ),
    )
    .limit(MOST_PENDING);
  const same = pending.find((request) => request.payloadHash.equals(hash));
  if (same)
    throw conflict("You have asked for exactly this already, and it is not decided yet.", { requestId: same.id });
  if (pending.length >= MOST_PENDING) {
    throw conflict(`You have ${MOST_PENDING} undecided requests. Cancel those that are not needed first.`);
  }
}

async function hasAllowlist(tx: Transaction, draft: RequestDraft): Promise<boolean> {
  if (draft.keyId === null) return false;
  const [key] = await tx.select({ ipAllowlist: keys.ipAllowlist }).from(keys).where(eq(keys.id, draft.keyId));
  return (key?.ipAllowlist.length ?? 0) > 0;
}

async function approveAtOnce(
  tx: Transaction,
  ctx: Context,
  id: `req_${string}`,
  draft: RequestDraft,
  standing: StandingApproval,
): Promise<void> {
  const approved = await approveRow(
    tx,
    ctx,
    { organizationId: ctx.actor.organizationId, id, revision: 1 },
    draft,
    standing,
  );
  await recordAudit(tx, ctx, {
    action: "request.approved",
    target: { type: "request", id, name: draft.keyName },
    before: { state: "pending" },
    after: { state: approved.state, approvedBy: standing.by, approvedById: standing.id },
    reason: draft.reason,
  });
}

/**
 * Moves a pending request of this revision to approved; what is not a new key takes effect now, a new key waits for its
 * claim. @throws conflict when it was decided, cancelled or edited at the same moment, or cannot take effect any more.
 */
export async function approveRow(
  tx: Transaction,
  ctx: Context,
  request: { organizationId: `org_${string}`; id: `req_${string}`; revision: number },
  what: { payload: Payload; environment: RequestDraft["environment"] },
  by: { by: "people" | StandingApproval["by"]; id: string | null },
): Promise<typeof requests.$inferSelect> {
  const now = ctx.clock.now();
  const { payload, environment } = what;
  const approved = await changeRequest(tx, request, "pending", {
    state: "approved",
    approvedBy: by.by,
    approvedById: by.id,
    decidedAt: now,
    ...(payload.kind === "create_key" ? {} : { closedAt: now }),
  });
  if (!approved) throw conflict("The request was decided or changed at the same moment.");
  if (payload.kind !== "create_key") {
    await executeRequest(tx, ctx, approved, payload, environment);
    return approved;
  }
  const claimBy = new Date(now.getTime() + approved.claimSeconds * 1000);
  const waiting = await changeRequest(tx, request, "approved", { claimBy });
  if (!waiting) throw notFound("request");
  return waiting;
}
