import { and, eq, isNull } from "drizzle-orm";
import { requestDecisions, requestRevisions } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { formatDuration } from "@/lib/core/durations";
import { conflict, forbidden } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { policyOf } from "@/lib/keys/present";
import type { PresentedRequest } from "./answer-schema";
import { draftRequest } from "./draft-request";
import { askApprovers } from "./notify";
import { type Payload, payloadHash, payloadSchema } from "./payload";
import { missingOf, requestRefusal } from "./policy";
import { openApprovers, presentRequest } from "./present";
import { changeRequest } from "./queries";
import { editRequestSchema, submitRequestSchema } from "./schema";
import { approveRow, requirePerson } from "./submit-request";
import { findRequest } from "./view-request";

/**
 * Changes an undecided request: a new revision under the rules of now, and every decision so far is void.
 * @throws not_found, forbidden (not one's own), invalid_input, conflict (decided).
 */
export async function editRequest(ctx: Context, reference: string, body: unknown): Promise<PresentedRequest> {
  const actor = requirePerson(ctx);
  const changes = parseInput(editRequestSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const view = await findRequest(tx, ctx, reference, true);
    const { request } = view.row;
    const now = ctx.clock.now();
    const refusal = requestRefusal("edit", actor, view.person, view.guarded, view.fallback, now);
    if (refusal) throw request.requesterId === actor.userId ? conflict(refusal) : forbidden(refusal);
    const before = payloadSchema.parse(request.submitted);
    const input = parseInput(submitRequestSchema, merged(before, request.reason, changes));
    const isSameTemplate = before.kind === "create_key" && !("template" in changes);
    const draft = await draftRequest(tx, ctx, input, isSameTemplate ? before.template : null);
    const hash = payloadHash(draft.payload);
    const revision = request.revision + 1;
    const policy = policyOf(view.environment);
    const edited = await changeRequest(tx, request, "pending", {
      revision,
      keyName: draft.keyName,
      reason: draft.reason,
      submitted: draft.payload,
      payload: draft.payload,
      payloadHash: hash,
      rules: draft.rules,
      submittedAt: now,
      expiresAt: new Date(now.getTime() + policy.requestExpiry * 1000),
      escalateAt: policy.escalateAfter === null ? null : new Date(now.getTime() + policy.escalateAfter * 1000),
      escalatedAt: null,
      remindedAt: null,
      warnedAt: null,
    });
    if (!edited) throw conflict("The request was decided at the same moment.");
    await tx.insert(requestRevisions).values({
      organizationId: request.organizationId,
      requestId: request.id,
      revision,
      payload: draft.payload,
      payloadHash: hash,
      reason: draft.reason,
      createdAt: now,
    });
    const voided = await tx
      .update(requestDecisions)
      .set({ voidedAt: now })
      .where(
        and(
          eq(requestDecisions.organizationId, request.organizationId),
          eq(requestDecisions.requestId, request.id),
          isNull(requestDecisions.voidedAt),
        ),
      )
      .returning({ id: requestDecisions.id });
    if (draft.rules.length === 0) await approveRow(tx, ctx, edited, draft, { by: "policy", id: null });
    await recordAudit(tx, ctx, {
      action: "request.edited",
      target: { type: "request", id: request.id, name: draft.keyName },
      before: { revision: request.revision, ...before },
      after: { revision, ...draft.payload, voidedDecisions: voided.length, hash: hash.toString("hex") },
      reason: draft.reason,
    });
    const after = await findRequest(tx, ctx, request.id);
    if (draft.rules.length > 0) {
      const approvalsNeeded = missingOf(draft.rules, after.given);
      await askApprovers(tx, ctx, after, openApprovers(after), { event: "to-approve", approvalsNeeded });
    }
    return presentRequest(actor, after, now);
  });
}

/** What was asked, as a body of `POST /requests`, with the changes over it. */
function merged(payload: Payload, reason: string, changes: Record<string, unknown>): Record<string, unknown> {
  const given: Record<string, unknown> = { ...inputOf(payload), reason };
  if ("expiresAt" in changes || "expiresIn" in changes) {
    delete given.expiresAt;
    delete given.expiresIn;
  }
  return { ...given, ...changes };
}

function inputOf(payload: Payload): Record<string, unknown> {
  if (payload.kind === "create_key") {
    const { projectId, environmentId, ownerId, template: _template, lifetime, expiresAt, ...fields } = payload;
    const end = lifetime === null ? { expiresAt } : { expiresIn: formatDuration(lifetime) };
    return { ...fields, project: projectId, environment: environmentId, owner: ownerId, ...end };
  }
  const { keyId, ...fields } = payload;
  return { ...fields, key: keyId, ...("duration" in fields ? { duration: formatDuration(fields.duration) } : {}) };
}
