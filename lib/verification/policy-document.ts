import type { StoredRateLimit } from "@/db/schema/keys";
import { parseDuration } from "@/lib/core/durations";
import type { Sensitivity } from "@/lib/core/enums";
import { isRecord } from "./request";

/** What a verification needs of an environment's policy. Durations in seconds. */
export type EnvironmentPolicy = {
  readonly serveStaleSeconds: number;
  readonly defaultRateLimits: readonly StoredRateLimit[];
  readonly rotationSeconds: number | null;
};

const STALE_DEFAULTS: Record<Sensitivity, number> = { high: 0, moderate: 0, low: 60 };

/** Reads a stored policy leniently: a member that is missing or malformed takes its default, and the gateway goes on. */
export function readPolicy(document: unknown, sensitivity: Sensitivity): EnvironmentPolicy {
  const source = isRecord(document) ? document : {};
  const stale = readSeconds(source.serveStaleSeconds);
  return {
    serveStaleSeconds: stale ?? STALE_DEFAULTS[sensitivity],
    defaultRateLimits: Array.isArray(source.defaultRateLimits) ? source.defaultRateLimits.filter(isRateLimit) : [],
    rotationSeconds: readSeconds(source.rotationInterval),
  };
}

function readSeconds(value: unknown): number | null {
  const seconds = typeof value === "string" ? parseDuration(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

/** True for a stored rate limit that can be counted. */
export function isRateLimit(value: unknown): value is StoredRateLimit {
  return (
    isRecord(value) &&
    isPositive(value.limit) &&
    isPositive(value.window) &&
    (value.burst === undefined || isPositive(value.burst)) &&
    (value.endpoint === undefined || typeof value.endpoint === "string")
  );
}
