import { PERMISSIONS } from "@/lib/core/enums";

/** What each permission lets a machine do, in words. */
const WORDS: Record<(typeof PERMISSIONS)[number], string> = {
  "keys:read": "See keys",
  "keys:write": "Create, change and stop keys",
  "keys:verify": "Verify keys",
  "requests:read": "See requests",
  "requests:write": "Open and decide requests",
  "reviews:read": "See reviews",
  "reviews:write": "Run reviews",
  "projects:read": "See projects",
  "projects:write": "Change projects, environments and scopes",
  "usage:read": "See usage",
  "usage:write": "Report usage",
  "members:read": "See members",
  "members:write": "Manage members",
  "service_tokens:read": "See service tokens",
  "service_tokens:write": "Create and revoke service tokens",
  "audit:read": "Read and export the audit trail",
  "anomalies:read": "See anomalies",
  "anomalies:write": "Answer anomalies",
  "webhooks:read": "See delivery targets",
  "webhooks:write": "Change delivery targets",
};

/** Permissions that no endpoint asks for: they are named where a token has them, and not offered. */
const UNUSED: readonly (typeof PERMISSIONS)[number][] = [
  "reviews:read",
  "reviews:write",
  "usage:write",
  "anomalies:read",
  "anomalies:write",
];

export const PERMISSION_OPTIONS = PERMISSIONS.filter((value) => !UNUSED.includes(value)).map((value) => ({
  value,
  label: WORDS[value],
}));

export function describePermissions(permissions: readonly string[]): string {
  if (permissions.includes("*")) return "Everything";
  const known = PERMISSIONS.filter((value) => permissions.includes(value)).map((value) => WORDS[value]);
  return known.length <= 2 ? known.join(", ") : `${known.slice(0, 2).join(", ")} and ${known.length - 2} more`;
}
