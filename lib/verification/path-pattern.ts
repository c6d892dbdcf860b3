/** `GET /invoices/**`, `/invoices/{id}`, `/files/*.pdf`: method (any when absent) and path segments. */
export type PathPattern = {
  readonly method: string | null;
  readonly segments: readonly string[];
  readonly text: string;
};

const METHOD = /^([A-Za-z]{1,20}|\*)\s+(?=\/)/;
const ENCODED = /%[0-9a-f]{2}/i;

/** Reads a pattern; null when it has no path. `*` and `{name}` stand for one segment (or a part of it), `**` for any number. */
export function parsePattern(pattern: string): PathPattern | null {
  const trimmed = pattern.trim();
  const method = METHOD.exec(trimmed);
  const path = method ? trimmed.slice(method[0].length) : trimmed;
  if (!path.startsWith("/")) return null;
  const wanted = method?.[1]?.toUpperCase() ?? "*";
  return { method: wanted === "*" ? null : wanted, segments: splitPath(path), text: path };
}

function splitPath(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

/**
 * The segments of a request's path as the server behind will see them: query dropped, percent-codes decoded, `.` and `..`
 * resolved. Null when it could be read in two ways (an encoded slash, a backslash, NUL, bad coding, above the root).
 */
export function normalizePath(path: string): readonly string[] | null {
  const known = normalized.get(path);
  if (known !== undefined) return known;
  const segments = readPath(path);
  if (path.length <= LONGEST_REMEMBERED) {
    if (normalized.size >= REMEMBERED) normalized.clear();
    normalized.set(path, segments);
  }
  return segments;
}

// Calls come with the same few paths; one verification asks for the same path up to three times.
const normalized = new Map<string, readonly string[] | null>();
const REMEMBERED = 5000;
const LONGEST_REMEMBERED = 256;

function readPath(path: string): readonly string[] | null {
  let end = path.length;
  for (let index = 0; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    if (code === 63 || code === 35) {
      end = index;
      break;
    }
    if (code === 92 || code === 0) return null;
  }
  const segments: string[] = [];
  for (const raw of path.slice(0, end).split("/")) {
    let segment = raw;
    if (raw.includes("%")) {
      const decoded = decodeSegment(raw);
      if (decoded === null) return null;
      segment = decoded;
    }
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments;
}

function decodeSegment(raw: string): string | null {
  try {
    const decoded = decodeURIComponent(raw);
    // What is still coded after one round was coded twice: the server behind may decode once more than we do.
    return /[/\\\0]/.test(decoded) || ENCODED.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}

/** True when the pattern covers a call. A call without a method is covered by a pattern of any method. */
export function matchesPattern(pattern: PathPattern, method: string | null, segments: readonly string[]): boolean {
  if (pattern.method !== null && method !== null && pattern.method !== method) return false;
  return matchSegments(pattern.segments, segments);
}

/** Glob over segments. Only the last `**` is gone back to, so the work is bounded by pattern × path. */
function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  let mark = -1;
  let markedPath = 0;
  let index = 0;
  while (index < path.length) {
    const wanted = pattern[at];
    if (wanted === "**") {
      mark = at;
      markedPath = index;
      at += 1;
    } else if (wanted !== undefined && matchSegment(wanted, path[index] ?? "")) {
      at += 1;
      index += 1;
    } else if (mark >= 0) {
      at = mark + 1;
      markedPath += 1;
      index = markedPath;
    } else return false;
  }
  while (pattern[at] === "**") at += 1;
  return at === pattern.length;
}

function matchSegment(pattern: string, text: string): boolean {
  if (pattern === "*" || isPlaceholder(pattern)) return true;
  if (!pattern.includes("*")) return pattern === text;
  let at = 0;
  let mark = -1;
  let markedText = 0;
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === "*") {
      mark = at;
      markedText = index;
      at += 1;
    } else if (at < pattern.length && pattern[at] === text[index]) {
      at += 1;
      index += 1;
    } else if (mark >= 0) {
      at = mark + 1;
      markedText += 1;
      index = markedText;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}

export function isPlaceholder(segment: string): boolean {
  return segment.startsWith("{") && segment.endsWith("}");
}
