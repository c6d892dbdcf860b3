import type { Actor } from "@/lib/core/actor";
import { accessLevel, allows, type EnvironmentRef, hasPermission } from "@/lib/core/permissions";

/** Whether a machine's binding reaches a project. People reach all of their organization's. */
export function reachesProject(actor: Actor, projectId: string): boolean {
  return actor.type !== "service_token" || actor.projectId === null || actor.projectId === projectId;
}

export function canReadEnvironment(actor: Actor, environment: EnvironmentRef): boolean {
  return hasPermission(actor, "projects:read") && accessLevel(actor, environment) !== "none";
}

/** A project of which every environment is closed to the reader does not exist for them. */
export function canReadProject(actor: Actor, projectId: string, environments: readonly EnvironmentRef[]): boolean {
  if (!hasPermission(actor, "projects:read") || !reachesProject(actor, projectId)) return false;
  return environments.length === 0 || environments.some((environment) => canReadEnvironment(actor, environment));
}

/** Making projects reaches beyond any binding. */
export function canCreateProjects(actor: Actor): boolean {
  if (actor.type === "service_token" && (actor.projectId !== null || actor.environmentIds !== null)) return false;
  return hasPermission(actor, "projects:write");
}

/** Name, prefix, scopes, a new environment: what all environments of a project share. */
export function canManageProject(actor: Actor, projectId: string): boolean {
  if (actor.type === "service_token" && actor.environmentIds !== null) return false;
  return hasPermission(actor, "projects:write") && reachesProject(actor, projectId);
}

/** An environment itself and its policy. */
export function canManageEnvironment(actor: Actor, environment: EnvironmentRef): boolean {
  if (!hasPermission(actor, "projects:write")) return false;
  const level = accessLevel(actor, environment);
  return actor.type === "service_token" ? level !== "none" : allows(level, "manage");
}
