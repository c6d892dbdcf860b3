import { describeDuration } from "@/components/ui/duration";
import { parseDuration } from "@/lib/core/durations";
import { scopeCovers } from "@/lib/core/scopes";
import type { KeyFormValues } from "./new-key-values";

type Place = { project: string; environment: string; sensitivity: string };

function list(values: readonly string[]): string {
  if (values.length <= 1) return values[0] ?? "";
  return `${values.slice(0, -1).join(", ")} and ${values.at(-1)}`;
}

const WINDOWS: Readonly<Record<string, string>> = { "1": "second", "60": "minute", "3600": "hour", "86400": "day" };

/** A window of a rate limit, in seconds, as a word: 60 → "minute", 600 → "10 minutes". */
export function windowWord(seconds: string | number): string {
  return WINDOWS[String(seconds)] ?? describeDuration(Number(seconds));
}

/** What a key will be able to do, in sentences that a person who has not made it would understand. */
export function describeKey(values: KeyFormValues, place: Place, sensitive: readonly string[]): string[] {
  const risky = values.scopes.filter((scope) => sensitive.some((name) => scopeCovers(scope, name)));
  const what =
    values.scopes.length === 0
      ? "It may do nothing yet: choose at least one scope."
      : `It has ${list(values.scopes)} in ${place.environment} of ${place.project}${values.scopes.length > 6 ? ` (${values.scopes.length} scopes)` : ""}.`;
  const seconds = parseDuration(values.expiresIn);
  const length = seconds === null ? "its lifetime" : describeDuration(seconds);
  const end = {
    never: "It never expires.",
    in: `It stops working after ${length}.`,
    at: "It stops working on the day you choose.",
  }[values.expiry];
  return [
    what,
    ...(risky.length > 0 ? [`${list(risky)} ${risky.length === 1 ? "is" : "are"} sensitive.`] : []),
    values.ipAllowlist.length === 0
      ? "It works from any address."
      : `It works only from ${list(values.ipAllowlist.slice(0, 4))}${values.ipAllowlist.length > 4 ? ` and ${values.ipAllowlist.length - 4} more` : ""}.`,
    ...(values.countries.length > 0 ? [`It works only from ${list(values.countries)}.`] : []),
    ...(values.methods.length > 0 || values.paths.length > 0
      ? [`It may call only ${[list(values.methods), list(values.paths)].filter(Boolean).join(" on ")}.`]
      : []),
    ...values.rateLimits
      .filter(({ limit }) => limit.trim() !== "")
      .map(
        ({ limit, window, endpoint }) =>
          `At most ${limit.trim()} calls per ${windowWord(window)}${endpoint.trim() === "" ? "" : ` on ${endpoint.trim()}`}.`,
      ),
    ...(values.quota.trim() === "" ? [] : [`At most ${values.quota} calls per month.`]),
    ...(values.concurrency.trim() === "" ? [] : [`At most ${values.concurrency} calls at the same time.`]),
    end,
  ];
}
