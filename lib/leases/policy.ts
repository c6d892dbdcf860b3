import type { Actor } from "@/lib/core/actor";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";

/** Owners, admins and auditors see trust rules, and machines that may see service tokens. */
export function mayReadTrustRules(actor: Actor): boolean {
  return hasPermission(actor, "service_tokens:read");
}

/** A trust rule is a credential like a service token, and opens an environment like a key: it needs the right to both. */
export function mayChangeTrustRules(actor: Actor): boolean {
  return hasPermission(actor, "service_tokens:write") && hasPermission(actor, "keys:write");
}

export function mayReadTrustRulesOf(actor: Actor, environment: EnvironmentRef): boolean {
  return mayReadTrustRules(actor) && allows(accessLevel(actor, environment), "read");
}

export function mayChangeTrustRulesOf(actor: Actor, environment: EnvironmentRef): boolean {
  return mayChangeTrustRules(actor) && allows(accessLevel(actor, environment), "manage");
}
