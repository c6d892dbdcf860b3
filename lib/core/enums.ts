export const ROLES = ["owner", "admin", "developer", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** What a member may do in one environment, from most to least. */
export const ACCESS_LEVELS = ["manage", "create", "request", "read", "none"] as const;
export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export const SENSITIVITIES = ["low", "moderate", "high"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

export const ENVIRONMENT_COLORS = ["green", "blue", "amber", "red", "violet", "cyan", "pink", "slate"] as const;
export type EnvironmentColor = (typeof ENVIRONMENT_COLORS)[number];

/** What is stored. `expired` is derived from the clock. */
export const KEY_STATES = ["pending", "active", "disabled", "revoked"] as const;
export type KeyState = (typeof KEY_STATES)[number];
export const KEY_STATUSES = [...KEY_STATES, "expired"] as const;
export type KeyStatus = (typeof KEY_STATUSES)[number];

/** Why a key was revoked, after RFC 5280 section 5.3.1. */
export const REVOCATION_REASONS = [
  "unspecified",
  "key_compromise",
  "affiliation_changed",
  "superseded",
  "cessation_of_operation",
  "privilege_withdrawn",
] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

/** Verdicts of the gateway, in the order in which they are decided (DESIGN section 7). */
export const VERDICTS = [
  "MALFORMED",
  "NOT_FOUND",
  "REVOKED",
  "DISABLED",
  "QUARANTINED",
  "EXPIRED",
  "FORBIDDEN_IP",
  "FORBIDDEN_COUNTRY",
  "INSUFFICIENT_SCOPE",
  "FORBIDDEN_PATH",
  "RATE_LIMITED",
  "QUOTA_EXCEEDED",
  "CONCURRENCY_EXCEEDED",
  "VALID",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a service token may do. `*` stands for all. */
export const PERMISSIONS = [
  "keys:read",
  "keys:write",
  "keys:verify",
  "requests:read",
  "requests:write",
  "reviews:read",
  "reviews:write",
  "projects:read",
  "projects:write",
  "usage:read",
  "usage:write",
  "members:read",
  "members:write",
  "service_tokens:read",
  "service_tokens:write",
  "audit:read",
  "anomalies:read",
  "anomalies:write",
  "webhooks:read",
  "webhooks:write",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const HTTP_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
