import { ROLES } from "@/lib/core/enums";

type Values = Readonly<Record<string, readonly string[]>>;

/** The query of `GET /members` that the filters of the page ask for; the same on the server and in the browser. */
export function memberQuery(values: Values, search: string) {
  const role = ROLES.find((known) => known === values.role?.[0]);
  return { limit: 50, ...(role ? { role } : {}), ...(search === "" ? {} : { q: search }) };
}

export const INVITATION_STATUSES = ["open", "accepted", "expired", "revoked"] as const;

/** The query of `GET /invitations`. */
export function invitationQuery(values: Values) {
  const status = INVITATION_STATUSES.find((known) => known === values.status?.[0]);
  return { limit: 50, ...(status ? { status } : {}) };
}

export type SearchParams = Record<string, string | string[] | undefined>;

/** A filter's value as the URL has it, where it has at most one. */
export function oneOf(params: SearchParams, name: string): string {
  const value = params[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
