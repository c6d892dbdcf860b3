import type { Verdict } from "@/lib/core/enums";
import type { AddressList } from "./address";
import { matchesPattern, normalizePath, type PathPattern } from "./path-pattern";
import { isSatisfied, type ScopeExpression } from "./scope-expression";

/** A key's own limits on who may call what from where. Null where there is no such limit. */
export type Restrictions = {
  readonly addresses: AddressList | null;
  readonly countries: ReadonlySet<string> | null;
  readonly methods: ReadonlySet<string> | null;
  readonly paths: readonly PathPattern[] | null;
};

/** A path pattern of the catalogue and the scopes that open it. */
export type ClaimedEndpoint = { readonly pattern: PathPattern; readonly scope: string };

/** What a key has for a time: scopes beyond its own, and no refusal for its address. Instants in milliseconds. */
export type Additions = {
  readonly grants: readonly { readonly scope: string; readonly until: number }[];
  readonly networkWaivedUntil: number;
};

/** Everything about a key that decides a verdict. Instants are milliseconds since the epoch; never: ±Infinity. */
export type Decidable = {
  readonly state: "pending" | "active" | "disabled" | "revoked";
  readonly quarantined: boolean;
  readonly notBefore: number;
  readonly expiresAt: number;
  /** When this version of the secret ends. */
  readonly endsAt: number;
  readonly scopes: readonly string[];
  /** Null for nearly every key: nothing was added for a time. */
  readonly additions: Additions | null;
  readonly restrictions: Restrictions | null;
  readonly rules: { readonly claimedEndpoints: readonly ClaimedEndpoint[] };
};

/** What the caller tells of the call that the key came with. `country` is of `ip`, null when unknown. */
export type CallFacts = {
  readonly scopes: ScopeExpression | null;
  readonly method: string | null;
  readonly path: string | null;
  readonly ip: string | null;
  readonly country: string | null;
};

/** The scopes of a key at one moment: its own, and those granted for a time that has not ended. */
export function scopesAt(key: Pick<Decidable, "scopes" | "additions">, now: number): readonly string[] {
  if (key.additions === null) return key.scopes;
  const added = key.additions.grants.filter((grant) => grant.until > now).map((grant) => grant.scope);
  return added.length === 0 ? key.scopes : [...new Set([...key.scopes, ...added])];
}

/** What can be decided without counting. Limits come after. */
export type Decision = Exclude<Verdict, "MALFORMED" | "RATE_LIMITED" | "QUOTA_EXCEEDED" | "CONCURRENCY_EXCEEDED">;

/**
 * The verdict on one call, in the order of DESIGN section 7. Pure, never throws.
 * A restriction that cannot be checked (no address, no path given) refuses.
 */
export function decide(key: Decidable | null, call: CallFacts, now: number): Decision {
  if (key === null || key.state === "pending") return "NOT_FOUND";
  if (key.state === "revoked") return "REVOKED";
  if (key.state === "disabled") return "DISABLED";
  if (key.quarantined) return "QUARANTINED";
  if (key.endsAt <= now || key.expiresAt <= now || key.notBefore > now) return "EXPIRED";
  const limits = key.restrictions;
  if (limits !== null) {
    const isWaived = key.additions !== null && key.additions.networkWaivedUntil > now;
    if (limits.addresses !== null && !isWaived && (call.ip === null || !limits.addresses.allows(call.ip))) {
      return "FORBIDDEN_IP";
    }
    if (limits.countries !== null && (call.country === null || !limits.countries.has(call.country))) {
      return "FORBIDDEN_COUNTRY";
    }
  }
  const scopes = scopesAt(key, now);
  if (call.scopes !== null && !isSatisfied(call.scopes, scopes)) return "INSUFFICIENT_SCOPE";
  return allowsEndpoint(key, scopes, limits, call) ? "VALID" : "FORBIDDEN_PATH";
}

function allowsEndpoint(
  key: Decidable,
  scopes: readonly string[],
  limits: Restrictions | null,
  call: CallFacts,
): boolean {
  const methods = limits?.methods ?? null;
  if (methods !== null && (call.method === null || !methods.has(call.method))) return false;
  const paths = limits?.paths ?? null;
  const claimed = key.rules.claimedEndpoints;
  if (paths === null && (claimed.length === 0 || call.path === null)) return true;
  const segments = call.path === null ? null : normalizePath(call.path);
  if (segments === null) return false;
  if (paths !== null && !paths.some((pattern) => matchesPattern(pattern, call.method, segments))) return false;
  return holdsClaim(scopes, claimed, call.method, segments);
}

/** An endpoint that scopes of the catalogue claim is open to keys with one of those scopes; an unclaimed one to all. */
function holdsClaim(
  scopes: readonly string[],
  claimed: readonly ClaimedEndpoint[],
  method: string | null,
  segments: readonly string[],
): boolean {
  let isClaimed = false;
  for (const claim of claimed) {
    if (!matchesPattern(claim.pattern, method, segments)) continue;
    if (isSatisfied(claim.scope, scopes)) return true;
    isClaimed = true;
  }
  return !isClaimed;
}
