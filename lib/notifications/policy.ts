import type { Actor } from "@/lib/core/actor";
import { hasPermission } from "@/lib/core/permissions";

/** The outbox names everyone's addresses: it is for those who manage the members. */
export function canManageMail(actor: Actor): boolean {
  if (actor.type === "service_token" && (actor.projectId !== null || actor.environmentIds !== null)) return false;
  return hasPermission(actor, "members:write");
}
