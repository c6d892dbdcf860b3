"use client";

import { RadioGroup } from "@/components/ui/radio-group";
import { ROLES, type Role } from "@/lib/core/enums";
import { mayAssignRole } from "@/lib/organizations/policy";
import { capital, ROLE_WORDS } from "./role-words";
import type { Viewer } from "./viewer";

type Props = { value: Role; onValueChange: (role: Role) => void; viewer: Viewer };

/** One of the four roles; those that the viewer may not give say so. */
export function RoleInput({ value, onValueChange, viewer }: Props) {
  return (
    <RadioGroup
      appearance="cards"
      value={value}
      onValueChange={onValueChange}
      options={ROLES.map((role) => ({
        value: role,
        label: capital(role),
        description: mayAssignRole(viewer.role, role) ? capital(ROLE_WORDS[role]) : "Only an owner makes owners.",
        disabled: !mayAssignRole(viewer.role, role),
      }))}
    />
  );
}
