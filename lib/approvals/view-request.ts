import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { requests } from "@/db/schema/approvals";
import type { Context } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { hasPermission, requirePermission } from "@/lib/core/permissions";
import { type EnvironmentRow, environmentRows } from "@/lib/keys/queries";
import { type Approver, canReadRequest, type Fallback, type GuardedRequest, progressOf } from "./policy";
import {
  type ApproverRow,
  approverRows,
  type DecisionRow,
  decisionRows,
  fallbackOf,
  lockRequest,
  namesOf,
  type RequestRow,
  readSettingsRow,
  requestRows,
} from "./queries";

/** A request with all that decides what may be done with it, and by whom. */
export type RequestView = {
  row: RequestRow;
  environment: EnvironmentRow;
  guarded: GuardedRequest;
  /** Decisions of all revisions. */
  decisions: DecisionRow[];
  /** Approvals per rule that count: of this revision, by members who may still decide. */
  given: number[];
  /** Those whose decisions or approvals could count. */
  approvers: ApproverRow[];
  fallback: Fallback;
  /** The actor as an approver; null for machines. */
  person: Approver | null;
  /** Names of the teams and members that rules name. */
  names: Map<string, string>;
};

/** @throws forbidden: neither requests:read nor requests:write. */
export function requireRequests(ctx: Context): void {
  if (!hasPermission(ctx.actor, "requests:write")) requirePermission(ctx.actor, "requests:read");
}

/** Rows as views, in their order; those the actor may not read are left out. */
export async function viewRequests(tx: Transaction, ctx: Context, rows: readonly RequestRow[]): Promise<RequestView[]> {
  if (rows.length === 0) return [];
  const { actor } = ctx;
  const { organizationId } = actor;
  const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row]));
  const decisions = await decisionRows(
    tx,
    organizationId,
    rows.map(({ request }) => request.id),
  );
  const fallback = fallbackOf(await readSettingsRow(tx, organizationId));
  const rules = rows.flatMap(({ request }) => request.rules);
  const approvers = await approverRows(tx, organizationId, {
    rules,
    fallback: rows.some(({ request }) => request.escalatedAt !== null) ? fallback : null,
    userIds: [
      ...decisions.map(({ decision }) => decision.approverId),
      ...(actor.type === "user" ? [actor.userId] : []),
    ],
  });
  const names = await namesOf(
    tx,
    organizationId,
    rules.flatMap((rule) => [...rule.teams, ...rule.members]),
  );
  const person = actor.type === "user" ? (approvers.find(({ userId }) => userId === actor.userId) ?? null) : null;
  return rows.flatMap((row) => {
    const { request } = row;
    const environment = environments.get(request.environmentId);
    if (!environment || !canReadRequest(actor, { requesterId: request.requesterId, environment })) return [];
    const own = decisions.filter(({ decision }) => decision.requestId === request.id);
    const current = own.filter(({ decision }) => decision.revision === request.revision && decision.voidedAt === null);
    const guarded: GuardedRequest = {
      kind: request.kind,
      state: request.state,
      expiresAt: request.expiresAt,
      claimBy: request.claimBy,
      requesterId: request.requesterId,
      rules: request.rules,
      escalated: request.escalatedAt !== null,
      environment,
      decided: actor.type === "user" && current.some(({ decision }) => decision.approverId === actor.userId),
    };
    const approved = new Set(
      current.filter(({ decision }) => decision.verdict === "approve").map(({ decision }) => decision.approverId),
    );
    const given = progressOf(
      guarded,
      approvers.filter(({ userId }) => approved.has(userId)),
      fallback,
    );
    return [{ row, environment, guarded, decisions: own, given, approvers, fallback, person, names }];
  });
}

/** The actor's view of a request by its id. @throws forbidden, not_found (also for one the actor may not read). */
export async function findRequest(
  tx: Transaction,
  ctx: Context,
  reference: string,
  lock = false,
): Promise<RequestView> {
  requireRequests(ctx);
  const { organizationId } = ctx.actor;
  if (!isId("request", reference)) throw notFound("request");
  const row = lock
    ? await lockRequest(tx, organizationId, reference)
    : ((await requestRows(tx, organizationId, eq(requests.id, reference), 1))[0] ?? null);
  const [view] = row ? await viewRequests(tx, ctx, [row]) : [];
  if (!view) throw notFound("request");
  return view;
}
