import type { Actor } from "@/lib/core/actor";
import { accessLevel, allows, hasPermission } from "@/lib/core/permissions";
import type { KeyEnvironment } from "@/lib/keys/policy";

/** Null when the actor may choose where a key's new secrets are put: it writes with the target's credentials. */
export function deliveryRefusal(actor: Actor, environment: KeyEnvironment): string | null {
  if (allows(accessLevel(actor, environment), "manage") && hasPermission(actor, "keys:write")) return null;
  return `Only those who manage ${environment.name} choose where its secrets are put. Ask an owner or admin.`;
}

/** Null when the actor may pause rotations that the policy asks for: a pause is an interval longer than any. */
export function pauseRefusal(actor: Actor, environment: KeyEnvironment, policyInterval: number | null): string | null {
  if (policyInterval === null || allows(accessLevel(actor, environment), "manage")) return null;
  return `The policy of ${environment.name} says how often its keys are rotated. Only those who manage it pause that.`;
}

/** Null when the actor may make and change delivery targets. */
export function targetsRefusal(actor: Actor): string | null {
  if (hasPermission(actor, "webhooks:write")) return null;
  return "Only owners and admins set up delivery targets. Ask one of them.";
}
