import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import type { PresentedRequestDetail, waySchema } from "./answer-schema";
import { factsOf } from "./facts";
import { payloadSchema } from "./payload";
import { requestState, rulesOf } from "./policy";
import { missingInWords, openApprovers, presentPayload, presentRequest } from "./present";
import { revisionRows, typicalSeconds } from "./queries";
import { amendmentSchema } from "./schema";
import { findRequest, type RequestView } from "./view-request";

const MOST_APPROVERS = 50;

/**
 * A request with everything an approver needs on one screen: who, why, what it could do, what is unusual, what exists
 * already; and everything the requester needs: what is missing, who can give it, how long it usually takes.
 * @throws forbidden, not_found.
 */
export async function readRequest(ctx: Context, reference: string): Promise<PresentedRequestDetail> {
  return withOrganization(ctx, async (tx) => {
    const view = await findRequest(tx, ctx, reference);
    const { request } = view.row;
    const now = ctx.clock.now();
    const revisions = await revisionRows(tx, ctx.actor.organizationId, request.id);
    const facts = await factsOf(tx, ctx, view);
    return {
      ...presentRequest(ctx.actor, view, now),
      ...(await wayOf(tx, ctx, view)),
      decisions: view.decisions.map(({ decision, approverName }) => {
        const amendment = amendmentSchema.safeParse(decision.amendment);
        const person = view.approvers.find(({ userId }) => userId === decision.approverId);
        const isCurrent = decision.revision === request.revision && decision.voidedAt === null;
        const mayStill = person !== undefined && rulesOf(view.guarded, person, view.fallback).length > 0;
        return {
          id: decision.id,
          revision: decision.revision,
          approverId: decision.approverId,
          approverName,
          verdict: decision.verdict,
          comment: decision.comment,
          amendment: amendment.success ? amendment.data : null,
          hash: decision.payloadHash.toString("hex"),
          at: decision.createdAt.toISOString(),
          counts: isCurrent && (request.state !== "pending" || mayStill),
        };
      }),
      revisions: revisions.map((revision) => ({
        revision: revision.revision,
        reason: revision.reason,
        payload: presentPayload(payloadSchema.parse(revision.payload)),
        hash: revision.payloadHash.toString("hex"),
        at: revision.createdAt.toISOString(),
      })),
      ...facts,
    };
  });
}

/** What is missing, who can give it, and how long it usually takes. */
export async function wayOf(tx: Transaction, ctx: Context, view: RequestView): Promise<z.output<typeof waySchema>> {
  const now = ctx.clock.now();
  const isOpen = requestState(view.guarded, now) === "pending";
  const people = isOpen ? openApprovers(view).slice(0, MOST_APPROVERS) : [];
  return {
    missing: missingInWords(view, now),
    approvers: people.map(({ userId, name, email, role }) => ({ userId, name, email, role })),
    typicalSeconds: await typicalSeconds(tx, ctx.actor.organizationId, view.environment.id, now),
  };
}
