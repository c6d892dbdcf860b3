import type { Actor } from "@/lib/core/actor";
import type { AccessLevel, Role } from "@/lib/core/enums";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";
import { scopeCovers } from "@/lib/core/scopes";
import { canReadKeys } from "@/lib/keys/policy";
import type { ApprovalRule, Policy } from "@/lib/policies/schema";
import type { RequestAction, RequestKind, RequestState, RuleConditions } from "./schema";

/** A rule of approval with the reason why it is asked. */
export type NamedRule = ApprovalRule & { reason: string };

/** A member, as much as a rule of approval looks at. */
export type Approver = {
  userId: string;
  role: Role;
  teams: readonly string[];
  access: Readonly<Record<string, AccessLevel>>;
};

/** Who may also decide once a request has escalated. Nobody named means the owners. */
export type Fallback = { teams: readonly string[]; members: readonly string[] };

function named(rule: { teams: readonly string[]; members: readonly string[] }, person: Approver): boolean {
  return rule.members.includes(person.userId) || rule.teams.some((team) => person.teams.includes(team));
}

/** Whether a member is one of those a rule asks. A rule that names nobody asks owners and admins. */
export function meetsRule(rule: ApprovalRule, person: Approver): boolean {
  if (rule.roles.length + rule.teams.length + rule.members.length === 0) {
    return person.role === "owner" || person.role === "admin";
  }
  return rule.roles.includes(person.role) || named(rule, person);
}

function meetsFallback(fallback: Fallback, person: Approver): boolean {
  if (fallback.teams.length + fallback.members.length === 0) return person.role === "owner";
  return named(fallback, person);
}

/** A request, as much as eligibility looks at. */
export type Decidable = {
  requesterId: string;
  rules: readonly NamedRule[];
  escalated: boolean;
  environment: EnvironmentRef;
};

/** The rules that this member's approval counts for: none for the requester, for auditors and for those kept out of the environment. */
export function rulesOf(request: Decidable, person: Approver, fallback: Fallback): number[] {
  if (person.userId === request.requesterId || person.role === "auditor") return [];
  if (person.access[request.environment.id] === "none") return [];
  const isFallback = request.escalated && meetsFallback(fallback, person);
  return request.rules.flatMap((rule, index) => (isFallback || meetsRule(rule, person) ? [index] : []));
}

/** Per rule, how many of these distinct members' approvals count. */
export function progressOf(request: Decidable, approvers: readonly Approver[], fallback: Fallback): number[] {
  const given = request.rules.map(() => 0);
  const seen = new Set<string>();
  for (const person of approvers) {
    if (seen.has(person.userId)) continue;
    seen.add(person.userId);
    for (const index of rulesOf(request, person, fallback)) given[index] = (given[index] ?? 0) + 1;
  }
  return given;
}

/** Approvals that are still missing: of the rule that is furthest away. */
export function missingOf(rules: readonly NamedRule[], given: readonly number[]): number {
  return Math.max(0, ...rules.map((rule, index) => rule.count - (given[index] ?? 0)));
}

/** Who a rule asks, in words; `names` turns ids into names. */
export function ruleWords(rule: ApprovalRule, names: ReadonlyMap<string, string>): string {
  const parts = [
    ...rule.roles.map((role) => `any ${role}`),
    ...rule.teams.map((team) => `the team ${names.get(team) ?? "that was removed"}`),
    ...rule.members.map((member) => names.get(member) ?? "someone who has left"),
  ];
  return parts.length === 0 ? "any owner or admin" : parts.join(", or ");
}

export function canReadRequest(actor: Actor, request: { requesterId: string; environment: EnvironmentRef }): boolean {
  if (!hasPermission(actor, "requests:read") && !hasPermission(actor, "requests:write")) return false;
  if (actor.type === "user" && actor.userId === request.requesterId) return true;
  // A machine that may look after requests need not be able to see keys, but stays where it is bound.
  if (actor.type === "service_token") return accessLevel(actor, request.environment) !== "none";
  return canReadKeys(actor, request.environment);
}

/** What a rule of actions looks at. Instants as dates. */
export type GuardedRequest = Decidable & {
  kind: RequestKind;
  state: RequestState;
  expiresAt: Date;
  claimBy: Date | null;
  /** Whether the one who asks has decided on this revision. */
  decided: boolean;
};

const CLOSED: Record<Exclude<RequestState, "pending">, string> = {
  approved: "The request is approved already.",
  claimed: "The key was claimed; the request is closed.",
  denied: "The request was denied.",
  cancelled: "The request was cancelled.",
  expired: "The request has expired.",
};

/** The state as it is seen at a moment: an undecided or unclaimed request past its time has expired, whether or not it was swept. */
export function requestState(
  request: { state: RequestState; expiresAt: Date; claimBy: Date | null },
  now: Date,
): RequestState {
  if (request.state === "pending" && request.expiresAt <= now) return "expired";
  if (request.state === "approved" && request.claimBy !== null && request.claimBy <= now) return "expired";
  return request.state;
}

/**
 * Null when the actor may do this with the request now, else a sentence that says why not, and whom to ask. `person` is the
 * actor as an approver, null for machines.
 */
export function requestRefusal(
  action: RequestAction,
  actor: Actor,
  person: Approver | null,
  request: GuardedRequest,
  fallback: Fallback,
  now: Date,
): string | null {
  if (!hasPermission(actor, "requests:write")) {
    return actor.type === "user"
      ? `The role ${actor.role} only reads requests. Ask an owner or admin of the organization.`
      : "This service token does not allow requests:write.";
  }
  if (actor.type !== "user" || !person) return "Only people ask for access and decide on it.";
  const isOwn = actor.userId === request.requesterId;
  const state = requestState(request, now);
  if (action === "claim" || action === "cancel" || action === "edit") {
    if (action === "cancel" && state === "approved" && request.claimBy === null)
      return "What was approved is in force already.";
    if (action === "claim" && request.kind !== "create_key")
      return "There is nothing to claim: it took effect with the approval.";
    if (action === "claim" && state === "pending") return "The request is not approved yet.";
    const wanted: RequestState[] =
      action === "claim" ? ["approved"] : action === "cancel" ? ["pending", "approved"] : ["pending"];
    if (state !== "pending" && !wanted.includes(state)) return CLOSED[state];
    if (!isOwn) return "Only the requester may do this.";
    if (action === "claim" && !allows(accessLevel(actor, request.environment), "request")) {
      return "You may not have keys in this environment any more. Ask an owner or admin of the organization.";
    }
    return null;
  }
  if (state !== "pending") return CLOSED[state];
  if (isOwn) return "Nobody decides on their own request.";
  if (rulesOf(request, person, fallback).length === 0)
    return "You are not one of those who may decide on this request.";
  return request.decided ? "You have decided on this request already." : null;
}

/** Who has to agree to a key without the allow-list that its environment demands: never nobody. */
export function waiverRule(policy: Policy): ApprovalRule {
  if (policy.openNetworkApprovals && policy.openNetworkApprovals.count > 0) return policy.openNetworkApprovals;
  if (policy.approvals.count > 0) return policy.approvals;
  return { count: 1, roles: [], teams: [], members: [] };
}

/** What a standing rule looks at. `lifetime` in seconds; infinite for never. */
export type RuleSubject = {
  kind: RequestKind;
  projectId: string;
  environmentId: string;
  scopes: readonly string[];
  sensitive: boolean;
  lifetime: number | null;
  hasAllowlist: boolean;
  requesterId: string;
  requesterTeams: readonly string[];
};

/** Whether a standing rule approves a request: every condition it names has to hold. */
export function matchesConditions(conditions: RuleConditions, subject: RuleSubject): boolean {
  if (!conditions.kinds.includes(subject.kind)) return false;
  if (conditions.projects.length > 0 && !conditions.projects.includes(subject.projectId)) return false;
  if (!conditions.environments.includes(subject.environmentId)) return false;
  if (subject.sensitive && !conditions.includeSensitive) return false;
  if (conditions.needsAllowlist && !subject.hasAllowlist) return false;
  if (conditions.longestLifetime !== null && (subject.lifetime ?? 0) > conditions.longestLifetime) return false;
  const asked = conditions.teams.length + conditions.members.length;
  const isAsked =
    conditions.members.includes(subject.requesterId) ||
    conditions.teams.some((team) => subject.requesterTeams.includes(team));
  if (asked > 0 && !isAsked) return false;
  if (conditions.scopes.length === 0) return true;
  return subject.scopes.every((scope) => conditions.scopes.some((pattern) => scopeCovers(pattern, scope)));
}

/** Rules, settings and break-glass reviews are the owners' and admins'. */
export function canManageApprovals(actor: Actor): boolean {
  return actor.type === "user" && (actor.role === "owner" || actor.role === "admin");
}

/** Null when the actor may change how approvals work, else why not and whom to ask. */
export function managementRefusal(actor: Actor): string | null {
  if (canManageApprovals(actor)) return null;
  return "Only owners and admins decide how approvals work. Ask one of them.";
}

/** Null when the actor may act without approval in an emergency, else why not and whom to ask. */
export function breakGlassRefusal(actor: Actor, named: readonly string[]): string | null {
  if (canManageApprovals(actor) && actor.type === "user" && named.includes(actor.userId)) return null;
  return "You are not one of those named for emergencies. An owner or admin names them in the settings of approvals.";
}

/** Null when the actor may end or review this use of break-glass now, else why not. */
export function emergencyRefusal(
  action: "end" | "review",
  actor: Actor,
  use: { userId: string; active: boolean; reviewed: boolean },
): string | null {
  const isOwn = actor.type === "user" && actor.userId === use.userId;
  if (action === "end") {
    if (!use.active) return "It has ended already.";
    return isOwn && hasPermission(actor, "requests:write") ? null : managementRefusal(actor);
  }
  if (isOwn) return "Someone else has to review what you did in an emergency.";
  if (use.reviewed) return "It was reviewed already.";
  return managementRefusal(actor) ?? (use.active ? "It is still open; end it first." : null);
}
