"use client";

import { RadioGroup } from "@/components/ui/radio-group";
import { ROLES, type Role } from "@/lib/core/enums";
import { mayAssignRole } from "@/lib/organizations/policy";
import { capital, LAST_OWNER, ROLE_WORDS } from "./role-words";
import type { Viewer } from "./viewer";

type Props = {
  value: Role;
  onValueChange: (role: Role) => void;
  viewer: Viewer;
  /** The person is the only owner, and stays one. */
  lastOwner?: boolean;
};

/** One of the four roles; those that the viewer may not give say so. */
export function RoleInput({ value, onValueChange, viewer, lastOwner = false }: Props) {
  const refusal = (role: Role) => {
    if (!mayAssignRole(viewer.role, role)) return "Only an owner makes owners.";
    return lastOwner && role !== "owner" ? LAST_OWNER : null;
  };
  return (
    <RadioGroup
      appearance="cards"
      value={value}
      onValueChange={onValueChange}
      options={ROLES.map((role) => ({
        value: role,
        label: capital(role),
        description: refusal(role) ?? capital(ROLE_WORDS[role]),
        disabled: refusal(role) !== null,
      }))}
    />
  );
}
