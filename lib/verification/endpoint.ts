import { matchesPattern, normalizePath, type PathPattern } from "./path-pattern";

const LONGEST = 200;
const MOST_SEGMENTS = 12;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NUMBER = /^[+-]?\d[\d.,:-]*$/;
const HEX = /^[0-9a-f]{12,}$/i;
const ID_LIKE = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_=-]{16,}$/;
// Control characters, quotes of log lines and bidi marks do not belong into a label that people read.
const UNFIT = /[^\x21-\x7e\u00a1-\u1fff\u2c00-\ud7ff]/g;

function isIdentifier(segment: string): boolean {
  return (
    segment.length > 48 ||
    NUMBER.test(segment) ||
    UUID.test(segment) ||
    HEX.test(segment) ||
    ID_LIKE.test(segment) ||
    segment.includes("@")
  );
}

/**
 * The template of a path (`/invoices/{id}`): of the catalogue's pattern that matches it, else by the shape of its
 * segments. At most 200 characters; `null` for a path that cannot be read.
 */
export function templateEndpoint(path: string, method: string | null, patterns: readonly PathPattern[]): string | null {
  const segments = normalizePath(path.length > 2048 ? path.slice(0, 2048) : path);
  if (segments === null) return null;
  for (const pattern of patterns) {
    if (isTemplate(pattern) && matchesPattern(pattern, method, segments)) return labelOf(pattern);
  }
  const shown = segments
    .slice(0, MOST_SEGMENTS)
    .map((segment) => (isIdentifier(segment) ? "{id}" : segment.replace(UNFIT, "")));
  const label = `/${shown.join("/")}${segments.length > MOST_SEGMENTS ? "/**" : ""}`;
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
}

/** Patterns with `**` or partial stars say too little about one endpoint to name it. */
function isTemplate(pattern: PathPattern): boolean {
  return !pattern.segments.some((segment) => segment !== "*" && segment.includes("*"));
}

function labelOf(pattern: PathPattern): string {
  const label = pattern.segments.map((segment) => (segment === "*" ? "{id}" : segment));
  return `/${label.join("/")}`.slice(0, LONGEST);
}
