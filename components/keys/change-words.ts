import { windowWord } from "./describe-key";

type Settings = Readonly<Record<string, unknown>> | null;

const NAMES: Readonly<Record<string, string>> = {
  ipAllowlist: "Addresses",
  rateLimits: "Rate limits",
  expiresAt: "Expires",
  notBefore: "Works from",
  ownerName: "Owner",
  versionNumber: "Version",
  previousEndsAt: "Old version ends",
};

// Ids and internals say nothing to people, or are said by another field.
const HIDDEN = new Set(["versionId", "ownerId", "projectId", "environmentId", "keyIds", "pepperVersion"]);

function nameOf(field: string): string {
  const known = NAMES[field];
  if (known !== undefined) return known;
  const words = field.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function limitText(limit: { limit: unknown; window: unknown }): string {
  const endpoint = "endpoint" in limit && typeof limit.endpoint === "string" ? ` on ${limit.endpoint}` : "";
  return `${textOf(limit.limit)} per ${windowWord(textOf(limit.window))}${endpoint}`;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(textOf).join(", ");
  if (typeof value === "object") {
    if ("limit" in value && "window" in value) return limitText(value);
    const parts = Object.entries(value).map(([name, part]) => `${name}=${textOf(part)}`);
    return parts.length === 0 ? "none" : parts.join(", ");
  }
  return String(value);
}

/** What an audit row says was changed: every field with what it was (null where nothing was before) and what it is. */
export function changesInWords(
  before: Settings,
  after: Settings,
): { name: string; before: string | null; after: string }[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .filter((field) => !HIDDEN.has(field))
    .map((field) => ({
      name: nameOf(field),
      before: before === null || !(field in before) ? null : textOf(before[field]),
      after: after === null || !(field in after) ? "none" : textOf(after[field]),
    }))
    .filter((change) => change.before !== change.after && !(change.before === null && change.after === "none"));
}
