import type { Actor } from "@/lib/core/actor";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";

/** Whether the actor sees the counts of an environment. */
export function canReadUsage(actor: Actor, environment: EnvironmentRef): boolean {
  return hasPermission(actor, "usage:read") && allows(accessLevel(actor, environment), "read");
}
