import type { Role } from "@/lib/core/enums";

const RANK: Record<Role, number> = { owner: 3, admin: 2, developer: 1, auditor: 0 };

/** Only owners make, change and remove owners; nobody hands out more than they have. */
export function mayAssignRole(actor: Role, role: Role): boolean {
  return (actor === "owner" || actor === "admin") && RANK[role] <= RANK[actor];
}

/** Whether someone of role `actor` may change or remove a member of role `target`. */
export function mayManageMember(actor: Role, target: Role): boolean {
  return mayAssignRole(actor, target);
}
