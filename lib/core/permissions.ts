import type { AccountActor, Actor } from "./actor";
import type { Clock } from "./clock";
import type { AccessLevel, Permission, Role, Sensitivity } from "./enums";
import { ACCESS_LEVELS, PERMISSIONS } from "./enums";
import { forbidden, LatchkeyError } from "./errors";

const READS = PERMISSIONS.filter((permission) => permission.endsWith(":read"));

/** The ceiling each role gives in its organization. What is possible in one environment is narrower (`accessLevel`). */
const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  developer: [
    "keys:read",
    "keys:write",
    "requests:read",
    "requests:write",
    "reviews:read",
    "reviews:write",
    "projects:read",
    "usage:read",
    "members:read",
    "anomalies:read",
    "anomalies:write",
  ],
  auditor: READS,
};

/** What has no place in one project or environment: a machine bound to such a part never has it, not even by `*`. */
export const ORGANIZATION_WIDE_PERMISSIONS: readonly Permission[] = [
  "members:read",
  "members:write",
  "audit:read",
  "webhooks:read",
  "webhooks:write",
];

/** Whether a machine reaches only a part of its organization. */
export function isBound(actor: Actor): boolean {
  return actor.type === "service_token" && (actor.projectId !== null || actor.environmentIds !== null);
}

/** True when the actor's role or token allows this at all, somewhere in its organization. */
export function hasPermission(actor: Actor, permission: Permission): boolean {
  if (actor.type === "system") return true;
  if (actor.type === "user") return ROLE_PERMISSIONS[actor.role].includes(permission);
  if (isBound(actor) && ORGANIZATION_WIDE_PERMISSIONS.includes(permission)) return false;
  return actor.permissions.includes("*") || actor.permissions.includes(permission);
}

/** @throws forbidden, with a sentence that says what is missing. */
export function requirePermission(actor: Actor, permission: Permission): void {
  if (hasPermission(actor, permission)) return;
  const who = actor.type === "user" ? `The role ${actor.role}` : "This service token";
  const why =
    isBound(actor) && ORGANIZATION_WIDE_PERMISSIONS.includes(permission)
      ? ": it is bound to a part of the organization"
      : "";
  throw forbidden(`${who} does not allow ${permission}${why}.`, { permission });
}

export type EnvironmentRef = { id: string; projectId: string; sensitivity: Sensitivity };

const DEFAULT_LEVELS: Record<Role, Record<Sensitivity, AccessLevel>> = {
  owner: { low: "manage", moderate: "manage", high: "manage" },
  admin: { low: "manage", moderate: "manage", high: "manage" },
  developer: { low: "create", moderate: "request", high: "request" },
  auditor: { low: "read", moderate: "read", high: "read" },
};

/** What the actor may do in one environment: the role's default by sensitivity, or the member's override. */
export function accessLevel(actor: Actor, environment: EnvironmentRef): AccessLevel {
  if (actor.type === "system") return "manage";
  if (actor.type === "service_token") {
    if (actor.projectId !== null && actor.projectId !== environment.projectId) return "none";
    if (actor.environmentIds !== null && !actor.environmentIds.some((id) => id === environment.id)) return "none";
    return hasPermission(actor, "keys:write") ? "manage" : "read";
  }
  const override = actor.access[environment.id];
  const level = override ?? DEFAULT_LEVELS[actor.role][environment.sensitivity];
  // The role is the ceiling: an auditor changes nothing, whatever an override says.
  return actor.role === "auditor" && ACCESS_LEVELS.indexOf(level) < ACCESS_LEVELS.indexOf("read") ? "read" : level;
}

/** True when `level` is at least `wanted` (manage > create > request > read > none). */
export function allows(level: AccessLevel, wanted: AccessLevel): boolean {
  return ACCESS_LEVELS.indexOf(level) <= ACCESS_LEVELS.indexOf(wanted);
}

/** The id an audit row or `created_by` names the actor with. */
export function actorId(actor: Actor): string {
  if (actor.type === "user") return actor.userId;
  return actor.type === "service_token" ? actor.serviceTokenId : `system:${actor.process}`;
}

/** How long a proved factor stands for sensitive verbs. */
export const STEP_UP_MINUTES = 10;

/**
 * Sensitive verbs need a factor proved a moment ago. Machines have none: their token's permissions decide.
 * @throws step_up_required; the page asks for the factor and repeats the call.
 */
export function requireStepUp(actor: Actor | AccountActor, clock: Clock): void {
  if (actor.type === "service_token" || actor.type === "system") return;
  const age = actor.mfaAt ? clock.now().getTime() - actor.mfaAt.getTime() : Number.POSITIVE_INFINITY;
  if (age <= STEP_UP_MINUTES * 60_000) return;
  throw new LatchkeyError(
    "step_up_required",
    "Confirm that it is you: this needs a factor proved within the last 10 minutes.",
    {
      details: { accepted: ["totp", "passkey", "recovery_code", "password"], withinMinutes: STEP_UP_MINUTES },
    },
  );
}
