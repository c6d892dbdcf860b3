import { invalidInput, LatchkeyError } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/text";

const DEEPEST = 32;

function tooLarge(limit: number): LatchkeyError {
  return new LatchkeyError("too_large", `The body is larger than ${limit} bytes.`);
}

/** True when brackets are nested deeper than any body of ours; one pass, outside of strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 92) index += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return false;
}

async function readText(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new LatchkeyError("invalid_input", "The body is not UTF-8 text.", {
      fields: [{ path: "", message: "is not UTF-8" }],
    });
  }
}

/** The JSON body of a request, or `undefined` when it is empty. @throws too_large, unsupported_media_type, invalid_input. */
export async function readJson(request: Request, limit = 1_048_576): Promise<unknown> {
  const text = await readText(request, limit);
  if (text === "") return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[a-z0-9.+-]+\+)?json(?:\s*;|$)/i.test(type)) {
    throw new LatchkeyError("unsupported_media_type", "The body must be application/json.");
  }
  if (isTooDeep(text)) {
    throw new LatchkeyError("invalid_input", "The body is nested too deeply.", {
      fields: [{ path: "", message: "is nested too deeply" }],
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LatchkeyError("invalid_input", "The body is not JSON.", {
      fields: [{ path: "", message: "is not JSON" }],
    });
  }
  // Only an escape can bring what no row can hold; most bodies have none.
  const unstorable = ESCAPED.test(text) ? findUnstorable(value) : null;
  if (unstorable !== null) throw invalidInput(unstorable, "must not contain NUL or half of a surrogate pair");
  return value;
}

const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/** The path of the first text that Postgres cannot hold, or null. */
function findUnstorable(value: unknown): string | null {
  if (typeof value === "string") return isStorable(value) ? null : "";
  if (typeof value !== "object" || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    if (!isStorable(name)) return "";
    const inside = findUnstorable(member);
    if (inside !== null) return inside === "" ? name : `${name}.${inside}`;
  }
  return null;
}
