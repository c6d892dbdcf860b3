import type { Actor } from "@/lib/core/actor";
import type { AccessLevel, Permission } from "@/lib/core/enums";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";

export type TokenReach = { projectId: string | null; environmentIds: readonly string[] | null };

/** Whether the reach lies within the actor's own; a bound machine neither sees nor makes what reaches further. */
export function isWithinReach(actor: Actor, reach: TokenReach): boolean {
  if (actor.type !== "service_token") return true;
  if (actor.projectId !== null && actor.projectId !== reach.projectId) return false;
  const own = actor.environmentIds;
  if (own === null) return true;
  return reach.environmentIds?.every((id) => own.some((ownId) => ownId === id)) ?? false;
}

/** Of the wanted permissions those that the actor does not have, and so cannot give. */
export function missingPermissions(actor: Actor, wanted: readonly (Permission | "*")[]): (Permission | "*")[] {
  return wanted.filter((permission) =>
    permission === "*"
      ? actor.type === "service_token" && !actor.permissions.includes("*")
      : !hasPermission(actor, permission),
  );
}

/**
 * Whether the actor may make a token that may do everything everywhere. It stands as an owner among people, so only an
 * owner can: an admin would make themselves one by it. Other machines are compared permission by permission.
 */
export function mayGiveEverything(actor: Actor): boolean {
  return actor.type !== "user" || actor.role === "owner";
}

/** The level a token with these permissions gets in the environments it reaches. */
export function levelOf(permissions: readonly (Permission | "*")[]): AccessLevel {
  return permissions.some(
    (permission) => permission === "*" || permission === "keys:write" || permission === "projects:write",
  )
    ? "manage"
    : "read";
}

/** The first environment in which the token would be allowed more than its maker is, or null. */
export function firstBeyond<E extends EnvironmentRef>(
  actor: Actor,
  permissions: readonly (Permission | "*")[],
  environments: readonly E[],
): E | null {
  const level = levelOf(permissions);
  // A machine's level follows from its own permissions and binding, which are compared one by one.
  if (actor.type !== "user") return null;
  return environments.find((environment) => !allows(accessLevel(actor, environment), level)) ?? null;
}
