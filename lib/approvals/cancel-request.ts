import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { PresentedRequest } from "./answer-schema";
import { requestRefusal } from "./policy";
import { presentRequest } from "./present";
import { changeRequest } from "./queries";
import { cancelRequestSchema } from "./schema";
import { requirePerson } from "./submit-request";
import { findRequest } from "./view-request";

/** Takes a request back: undecided, or approved and not claimed. @throws not_found, forbidden (not one's own), conflict. */
export async function cancelRequest(ctx: Context, reference: string, body: unknown): Promise<PresentedRequest> {
  const actor = requirePerson(ctx);
  const { comment } = parseInput(cancelRequestSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const view = await findRequest(tx, ctx, reference, true);
    const { request } = view.row;
    const now = ctx.clock.now();
    const refusal = requestRefusal("cancel", actor, view.person, view.guarded, view.fallback, now);
    if (refusal) throw request.requesterId === actor.userId ? conflict(refusal) : forbidden(refusal);
    const state = request.state === "approved" ? "approved" : "pending";
    const cancelled = await changeRequest(tx, request, state, {
      state: "cancelled",
      closedAt: now,
      closeReason: comment,
    });
    if (!cancelled) throw conflict("The request was decided at the same moment.");
    await recordAudit(tx, ctx, {
      action: "request.cancelled",
      target: { type: "request", id: request.id, name: request.keyName },
      before: { state },
      after: { state: "cancelled" },
      reason: comment,
    });
    return presentRequest(actor, await findRequest(tx, ctx, request.id), now);
  });
}
