import type { AccessLevel, Role } from "@/lib/core/enums";

/** What each role may do, in a sentence. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  owner: "does everything, makes owners, and may delete the organization.",
  admin: "manages projects, members, service tokens and approvals.",
  developer: "creates keys where environments allow it, and asks where they do not.",
  auditor: "reads everything, changes nothing.",
};

/** What each access level allows in one environment. */
export const LEVEL_WORDS: Readonly<Record<AccessLevel, string>> = {
  manage: "Creates and changes every key here, and the environment itself.",
  create: "Creates keys here without approval, as far as the policy allows.",
  request: "Asks for keys here; someone else approves.",
  read: "Sees keys here, changes none.",
  none: "Does not see that this environment is there.",
};

/** A word with a capital first letter. */
export function capital(word: string): string {
  return word === "" ? "" : `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

/** Why the only owner can be neither demoted nor removed. */
export const LAST_OWNER = "This is the last owner. Make someone else an owner first.";
