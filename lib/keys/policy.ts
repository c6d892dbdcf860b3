import type { Actor } from "@/lib/core/actor";
import type { AccessLevel, KeyState, KeyStatus, Sensitivity } from "@/lib/core/enums";
import type { FieldError } from "@/lib/core/errors";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import type { ApprovalRule, Policy } from "@/lib/policies/schema";
import { rangeCovers } from "./restrictions";
import type { KeyAction } from "./schema";

/** The environment of a key, as much as a rule needs. */
export type KeyEnvironment = EnvironmentRef & { name: string; sensitivity: Sensitivity };

/** A key, as much as a rule needs. `owned`: the actor is its owner, or in the team that is. */
export type GuardedKey = { state: KeyState; expiresAt: Date | null; owned: boolean };

/** What is stored, seen at a moment. In the order of the verify contract: disabled comes before expired. */
export function keyStatus(key: { state: KeyState; expiresAt: Date | null }, now: Date): KeyStatus {
  return key.state === "active" && key.expiresAt !== null && key.expiresAt <= now ? "expired" : key.state;
}

export function canReadKeys(actor: Actor, environment: EnvironmentRef): boolean {
  const may = hasPermission(actor, "keys:read") || hasPermission(actor, "keys:write");
  return may && allows(accessLevel(actor, environment), "read");
}

const ASK = "Ask an owner or admin of the organization.";

/** Null when the actor may change keys of others there, or their own; else a sentence that says what is missing. */
function tendingRefusal(actor: Actor, environment: KeyEnvironment, owned: boolean): string | null {
  if (!hasPermission(actor, "keys:write")) {
    return actor.type === "user"
      ? `The role ${actor.role} does not allow keys:write. ${ASK}`
      : "This service token does not allow keys:write.";
  }
  const level = accessLevel(actor, environment);
  if (allows(level, "manage")) return null;
  if (!allows(level, "request")) return `You may only read keys in ${environment.name}. ${ASK}`;
  return owned ? null : `Only its owner and those who manage ${environment.name} may do this. ${ASK}`;
}

const FINAL = "The key is revoked; that is final.";

/** Null when the actor may do this with the key now, else a sentence that says why not. The page disables by it. */
export function actionRefusal(
  action: KeyAction,
  actor: Actor,
  environment: KeyEnvironment,
  key: GuardedKey,
  now: Date,
): string | null {
  const refusal = tendingRefusal(actor, environment, key.owned);
  if (refusal) return refusal;
  if (action === "widen" && !allows(accessLevel(actor, environment), "create")) {
    return `More rights in ${environment.name} need an approval. ${ASK}`;
  }
  return stateRefusal(action, key, now);
}

/** Null when the key's state allows the action, whoever asks. */
export function stateRefusal(action: KeyAction, key: GuardedKey, now: Date): string | null {
  if (key.state === "revoked") return FINAL;
  if (action === "revoke" || action === "edit" || action === "widen" || action === "transfer") return null;
  if (key.state === "pending") return "The key awaits its approval.";
  if (action === "enable") return key.state === "disabled" ? null : "The key is not disabled.";
  if (key.state === "disabled") {
    return action === "disable" ? "The key is disabled already." : "The key is disabled; enable it first.";
  }
  if (action === "rotate" && key.expiresAt !== null && key.expiresAt <= now) {
    return "The key has expired; extend it first.";
  }
  return null;
}

/** What a key would be allowed, as far as rules look at it. */
export type KeyDraft = {
  scopes: readonly string[];
  methods: readonly string[];
  paths: readonly string[];
  ipAllowlist: readonly string[];
  countries: readonly string[];
  expiresAt: Date | null;
};

/** What the environment's policy refuses for everyone, by field. Empty: within the policy. */
export function policyErrors(policy: Policy, environment: { name: string }, draft: KeyDraft, now: Date): FieldError[] {
  const errors: FieldError[] = [];
  for (const [index, scope] of draft.scopes.entries()) {
    if (isWildcardScope(scope) && !policy.allowWildcards) {
      errors.push({ path: `scopes.${index}`, message: `wildcards are not allowed in ${environment.name}` });
    } else if (policy.allowedScopes && !policy.allowedScopes.some((allowed) => scopeCovers(allowed, scope))) {
      errors.push({ path: `scopes.${index}`, message: `is not allowed by the policy of ${environment.name}` });
    }
  }
  if (policy.requireIpAllowlist && draft.ipAllowlist.length === 0) {
    errors.push({ path: "ipAllowlist", message: `is required in ${environment.name}` });
  }
  return [...errors, ...expiryErrors(policy, environment, draft.expiresAt, now)];
}

/** Whether a new end of life is within the policy: counted from the moment it is set. */
export function expiryErrors(
  policy: Policy,
  environment: { name: string },
  expiresAt: Date | null,
  now: Date,
): FieldError[] {
  if (expiresAt === null) {
    const message = `every key in ${environment.name} needs an expiry`;
    return policy.allowNever ? [] : [{ path: "expiresAt", message }];
  }
  const seconds = (expiresAt.getTime() - now.getTime()) / 1000;
  if (seconds <= 0) return [{ path: "expiresAt", message: "must be in the future" }];
  if (policy.longestLifetime === null || seconds <= policy.longestLifetime) return [];
  const days = Math.floor(policy.longestLifetime / 86_400);
  return [{ path: "expiresAt", message: `must be at most ${days} days from now in ${environment.name}` }];
}

export type CreationDecision =
  | { kind: "create" }
  | { kind: "approval"; rules: ApprovalRule[]; reasons: string[] }
  | { kind: "refused"; message: string };

/** The rules of approval that a draft meets, with the reason for each. The page says them before it is sent. */
export function approvalsFor(policy: Policy, level: AccessLevel, draft: KeyDraft & { sensitive: boolean }, now: Date) {
  const met: { rule: ApprovalRule | null; reason: string }[] = [];
  if (!allows(level, "create")) met.push({ rule: policy.approvals, reason: "a new key in this environment" });
  if (draft.sensitive) met.push({ rule: policy.sensitiveApprovals, reason: "a sensitive scope" });
  const lifetime =
    draft.expiresAt === null ? Number.POSITIVE_INFINITY : (draft.expiresAt.getTime() - now.getTime()) / 1000;
  if (policy.longLifetimeAfter !== null && lifetime > policy.longLifetimeAfter) {
    met.push({ rule: policy.longLifetimeApprovals, reason: "a long lifetime" });
  }
  if (draft.ipAllowlist.length === 0)
    met.push({ rule: policy.openNetworkApprovals, reason: "no allow-list of addresses" });
  return met.flatMap(({ rule, reason }) => (rule && rule.count > 0 ? [{ rule, reason }] : []));
}

/**
 * Whether the actor may make this key at once, has to ask, or may not. Pure: the server decides by it and the page says so
 * beforehand. `draft.sensitive`: one of its scopes is sensitive in the catalogue.
 */
export function decideCreation(
  actor: Actor,
  environment: KeyEnvironment,
  policy: Policy,
  draft: KeyDraft & { sensitive: boolean },
  now: Date,
): CreationDecision {
  const refusal = tendingRefusal(actor, environment, true);
  if (refusal) return { kind: "refused", message: refusal };
  const level = accessLevel(actor, environment);
  if (allows(level, "manage")) return { kind: "create" };
  const met = approvalsFor(policy, level, draft, now);
  if (met.length === 0) return { kind: "create" };
  return { kind: "approval", rules: met.map(({ rule }) => rule), reasons: met.map(({ reason }) => reason) };
}

type Limits = {
  rateLimits: readonly { limit: number; window: number; burst?: number | undefined; endpoint?: string | undefined }[];
  quota: number | null;
  concurrency: number | null;
  notBefore: Date | null;
};
export type KeySettings = KeyDraft & Limits;

/** An empty list allows all, so emptying one widens it. */
function listWidens<T>(before: readonly T[], after: readonly T[], covers: (outer: T, inner: T) => boolean): boolean {
  if (before.length === 0) return false;
  return after.length === 0 || after.some((inner) => !before.some((outer) => covers(outer, inner)));
}

function ceilingWidens(before: number | null, after: number | null): boolean {
  return before !== null && (after === null || after > before);
}

/** The settings by which `after` allows more than `before`: these are bound by policy and approvals. */
export function wideningOf(before: KeySettings, after: KeySettings): string[] {
  const same = <T>(outer: T, inner: T) => outer === inner;
  const widened: [string, boolean][] = [
    ["scopes", after.scopes.some((scope) => !before.scopes.some((granted) => scopeCovers(granted, scope)))],
    ["methods", listWidens(before.methods, after.methods, same)],
    ["paths", listWidens(before.paths, after.paths, same)],
    ["ipAllowlist", listWidens(before.ipAllowlist, after.ipAllowlist, rangeCovers)],
    ["countries", listWidens(before.countries, after.countries, same)],
    ["rateLimits", limitsWiden(before.rateLimits, after.rateLimits)],
    ["quota", ceilingWidens(before.quota, after.quota)],
    ["concurrency", ceilingWidens(before.concurrency, after.concurrency)],
    ["notBefore", before.notBefore !== null && (after.notBefore === null || after.notBefore < before.notBefore)],
    ["expiresAt", before.expiresAt !== null && (after.expiresAt === null || after.expiresAt > before.expiresAt)],
  ];
  return widened.flatMap(([field, isWider]) => (isWider ? [field] : []));
}

/** Every limit of before must still be there, as tight or tighter, for the same window and endpoint. */
function limitsWiden(before: Limits["rateLimits"], after: Limits["rateLimits"]): boolean {
  return before.some(
    (old) =>
      !after.some(
        (rule) =>
          rule.window === old.window &&
          rule.endpoint === old.endpoint &&
          rule.limit <= old.limit &&
          (rule.burst ?? rule.limit) <= (old.burst ?? old.limit),
      ),
  );
}
