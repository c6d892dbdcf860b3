import { describeDuration } from "@/components/ui/duration";
import { parseDuration } from "@/lib/core/durations";
import type { AccessLevel } from "@/lib/core/enums";
import { scopeCovers } from "@/lib/core/scopes";
import { approvalsFor } from "@/lib/keys/policy";
import type { Policy } from "@/lib/policies/schema";
import type { KeyFormValues } from "./new-key-values";

/** What the environment's policy bounds, in sentences; what it leaves open is not said. */
export function policyWords(policy: Policy): string[] {
  const { longestLifetime, allowWildcards, allowedScopes, requireIpAllowlist, rotationInterval } = policy;
  return [
    ...(longestLifetime === null ? [] : [`A key lives at most ${describeDuration(longestLifetime)}.`]),
    ...(requireIpAllowlist ? ["An allow-list of addresses is required."] : []),
    ...(allowWildcards ? [] : ["Wildcard scopes are not allowed."]),
    ...(allowedScopes === null ? [] : ["Only some scopes of the catalogue are allowed."]),
    ...(rotationInterval === null
      ? []
      : [`Its secret is due for rotation every ${describeDuration(rotationInterval)}.`]),
    ...(policy.requireStepUp ? ["Creating one asks you to confirm that it is you."] : []),
  ];
}

/** Why this key would need an approval, as far as can be said before it is asked for; empty: it can be made at once. */
export function approvalReasons(
  policy: Policy,
  access: AccessLevel,
  values: KeyFormValues,
  sensitive: readonly string[],
  now: Date,
): string[] {
  if (access === "manage") return [];
  const expiresAt = values.expiry === "at" && values.expiresAt !== "" ? new Date(values.expiresAt) : null;
  const lifetime =
    values.expiry === "in" ? new Date(now.getTime() + (parseDuration(values.expiresIn) ?? 0) * 1000) : expiresAt;
  const draft = {
    scopes: values.scopes,
    methods: values.methods,
    paths: values.paths,
    ipAllowlist: values.ipAllowlist,
    countries: values.countries,
    expiresAt: values.expiry === "never" ? null : (lifetime ?? now),
    sensitive: values.scopes.some((scope) => sensitive.some((name) => scopeCovers(scope, name))),
  };
  return approvalsFor(policy, access, draft, now).map(({ reason }) => reason);
}
