const STATES = ["pending", "approved", "claimed", "denied", "cancelled", "expired"] as const;
const KINDS = ["create_key", "extend_scopes", "extend_expiry", "elevate", "waive_network"] as const;

export const REQUEST_STATES = STATES;

/** The query of a list of requests; the page and its component build it alike, so that what the server read is found. */
export function requestQuery(filters: Readonly<Record<string, readonly string[] | undefined>>) {
  const states = STATES.filter((state) => filters.state?.includes(state));
  const kinds = KINDS.filter((kind) => filters.kind?.includes(kind));
  const requester = filters.requester?.find((known) => known === "me" || /^usr_[0-9a-z]{1,58}$/.test(known));
  return {
    limit: 50,
    ...(states.length > 0 ? { state: states } : {}),
    ...(kinds.length > 0 ? { kind: kinds } : {}),
    ...(filters.waiting?.[0] === "me" ? { waiting: "me" as const } : {}),
    ...(requester ? { requester } : {}),
  };
}
