import type { Actor } from "@/lib/core/actor";
import { hasPermission } from "@/lib/core/permissions";

/** The trail covers the whole organization, so a token bound to a part of it may not read it. */
export function canReadAudit(actor: Actor): boolean {
  if (actor.type === "service_token" && (actor.projectId !== null || actor.environmentIds !== null)) return false;
  return hasPermission(actor, "audit:read");
}
