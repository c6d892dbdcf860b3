import type { z } from "zod";
import type { approvalRules, grants, wrappedLinks } from "@/db/schema/approvals";
import type { Actor } from "@/lib/core/actor";
import type {
  grantSchema,
  linkSchema,
  PresentedRequest,
  requestPayloadSchema,
  ruleSchema,
  settingsSchema,
} from "./answer-schema";
import { type Payload, payloadSchema } from "./payload";
import {
  breakGlassRefusal,
  managementRefusal,
  missingOf,
  requestRefusal,
  requestState,
  rulesOf,
  ruleWords,
} from "./policy";
import type { SettingsRow } from "./queries";
import { type REQUEST_ACTIONS, ruleConditionsSchema } from "./schema";
import type { RequestView } from "./view-request";

function iso(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString();
}

/** A payload without what the request says itself. */
export function presentPayload(payload: Payload): z.output<typeof requestPayloadSchema> {
  if (payload.kind === "create_key") {
    const { kind: _kind, projectId: _project, environmentId: _environment, ...fields } = payload;
    return fields;
  }
  const { kind: _kind, keyId: _key, ...fields } = payload;
  return fields;
}

/** The only list of a request's fields that leave the house. */
export function presentRequest(actor: Actor, view: RequestView, now: Date): PresentedRequest {
  const { row, environment, guarded, given } = view;
  const { request } = row;
  const state = requestState(guarded, now);
  const payload = payloadSchema.parse(request.payload);
  const submitted = payloadSchema.parse(request.submitted);
  const refusal = (action: (typeof REQUEST_ACTIONS)[number]) =>
    requestRefusal(action, actor, view.person, guarded, view.fallback, now);
  return {
    id: request.id,
    kind: request.kind,
    state,
    reason: request.reason,
    projectId: request.projectId,
    project: environment.project,
    projectName: environment.projectName,
    environmentId: request.environmentId,
    environment: environment.slug,
    environmentName: environment.name,
    environmentColor: environment.color,
    sensitivity: environment.sensitivity,
    keyId: request.keyId,
    keyName: request.keyName,
    requesterId: request.requesterId,
    requesterName: row.requesterName,
    requesterEmail: row.requesterEmail,
    revision: request.revision,
    hash: request.payloadHash.toString("hex"),
    payload: presentPayload(payload),
    submitted: presentPayload(submitted),
    amended: JSON.stringify(payload) !== JSON.stringify(submitted),
    rules: request.rules.map((rule, index) => ({
      reason: rule.reason,
      count: rule.count,
      given: given[index] ?? 0,
      who: ruleWords(rule, view.names),
    })),
    approvalsNeeded: state === "pending" ? missingOf(request.rules, given) : 0,
    approvedBy: request.approvedBy,
    approvedById: request.approvedById,
    createdAt: request.createdAt.toISOString(),
    submittedAt: request.submittedAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
    escalatedAt: iso(request.escalatedAt),
    decidedAt: iso(request.decidedAt),
    claimBy: iso(request.claimBy),
    closedAt: iso(request.closedAt),
    closeReason: request.closeReason,
    actions: {
      approve: refusal("approve"),
      deny: refusal("deny"),
      cancel: refusal("cancel"),
      edit: refusal("edit"),
      claim: refusal("claim"),
    },
  };
}

/** The members who could give an approval that is still missing. */
export function openApprovers(view: RequestView) {
  const { guarded, given, row } = view;
  const decided = new Set(
    view.decisions
      .filter(({ decision }) => decision.revision === row.request.revision && decision.voidedAt === null)
      .map(({ decision }) => decision.approverId),
  );
  return view.approvers.filter(
    (person) =>
      !decided.has(person.userId) &&
      rulesOf(guarded, person, view.fallback).some((index) => (guarded.rules[index]?.count ?? 0) > (given[index] ?? 0)),
  );
}

/** What is missing for an approval, in one or more sentences. */
export function missingInWords(view: RequestView, now: Date): string {
  const { guarded, given, names } = view;
  if (requestState(guarded, now) !== "pending") return "";
  const open = guarded.rules.flatMap((rule, index) => {
    const missing = rule.count - (given[index] ?? 0);
    if (missing <= 0) return [];
    const word = missing === 1 ? "One more approval" : `${missing} more approvals`;
    return [`${word} by ${ruleWords(rule, names)}, for ${rule.reason}.`];
  });
  const people = openApprovers(view);
  const needed = missingOf(guarded.rules, given);
  if (people.length < needed) {
    const there = people.length === 0 ? "Nobody but the requester" : `Only ${people.length} of them`;
    open.push(
      `${there} can give this now: ask an owner of the organization to name approvers in the environment's policy.`,
    );
  }
  return open.join(" ");
}

export function presentGrant(row: typeof grants.$inferSelect, now: Date): z.output<typeof grantSchema> {
  return {
    id: row.id,
    keyId: row.keyId,
    requestId: row.requestId,
    kind: row.kind,
    scopes: row.scopes,
    reason: row.reason,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    endedAt: iso(row.endedAt) ?? (row.endsAt <= now ? row.endsAt.toISOString() : null),
    endReason: row.endReason ?? (row.endsAt <= now ? "ended" : null),
    active: row.endedAt === null && row.endsAt > now,
  };
}

export function presentRule(row: typeof approvalRules.$inferSelect): z.output<typeof ruleSchema> {
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    version: row.version,
    conditions: ruleConditionsSchema.parse(row.document),
    replayed: row.replayedVersion === row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The settings without what the caller may do with them, as the audit has them. */
export function auditedSettings(row: SettingsRow): Omit<z.output<typeof settingsSchema>, "actions"> {
  const { breakGlassMembers, breakGlassSeconds, fallbackTeams, fallbackMembers, webhookHost } = row;
  return { breakGlassMembers, breakGlassSeconds, fallbackTeams, fallbackMembers, webhookHost };
}

export function presentSettings(actor: Actor, row: SettingsRow): z.output<typeof settingsSchema> {
  return {
    ...auditedSettings(row),
    actions: { manage: managementRefusal(actor), breakGlass: breakGlassRefusal(actor, row.breakGlassMembers) },
  };
}

export function presentLink(row: typeof wrappedLinks.$inferSelect, now: Date): z.output<typeof linkSchema> {
  const state = row.openedAt ? "opened" : row.cancelledAt ? "cancelled" : row.expiresAt <= now ? "expired" : "waiting";
  return {
    id: row.id,
    keyId: row.keyId,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    openedAt: iso(row.openedAt),
    openedIp: row.openedIp,
    laterOpenings: row.laterOpenings,
    state,
  };
}
