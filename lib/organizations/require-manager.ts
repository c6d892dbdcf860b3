import type { Actor } from "@/lib/core/actor";
import type { Role } from "@/lib/core/enums";
import { forbidden } from "@/lib/core/errors";
import { hasPermission, requirePermission } from "@/lib/core/permissions";
import { mayAssignRole } from "./policy";

/** The rank of an actor among people: a machine with full rights and the house itself stand as an owner, others as an admin. */
function rankOf(actor: Actor): Role {
  if (actor.type === "user") return actor.role;
  if (actor.type === "system") return "owner";
  return actor.permissions.includes("*") ? "owner" : "admin";
}

/** @throws forbidden unless the actor manages members. */
export function requireManager(actor: Actor): void {
  requirePermission(actor, "members:write");
}

/** @throws forbidden unless the actor may make or unmake someone of this role. */
export function requireRank(actor: Actor, role: Role): void {
  if (hasPermission(actor, "members:write") && mayAssignRole(rankOf(actor), role)) return;
  throw forbidden(`Only an owner may make, change or remove an ${role}. Ask an owner of the organization.`);
}
