import type { z } from "zod";
import { LatchkeyError } from "./errors";

/** More fields than any input of ours has: refused before each of them is looked at (faults M28). */
const MOST_FIELDS = 500;
/** Refused fields that an answer names. */
const MOST_ERRORS = 50;

/**
 * Parses what came from outside. @throws invalid_input with every refused field (`scopes.0`; `""` is the whole input).
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  if (typeof input === "object" && input !== null && !Array.isArray(input) && Object.keys(input).length > MOST_FIELDS) {
    const message = `has more than ${MOST_FIELDS} fields`;
    throw new LatchkeyError("invalid_input", `The input ${message}.`, { fields: [{ path: "", message }] });
  }
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues
    .slice(0, MOST_ERRORS)
    .flatMap((issue) => {
      if (issue.code === "unrecognized_keys") {
        const keys = issue.keys.slice(0, MOST_ERRORS);
        return keys.map((key) => ({ path: [...issue.path, key].join("."), message: "is not a known field" }));
      }
      return [{ path: issue.path.join("."), message: issue.message }];
    })
    .slice(0, MOST_ERRORS);
  const first = fields[0];
  const where = first && first.path !== "" ? `${first.path}: ` : "";
  throw new LatchkeyError("invalid_input", `The input is not valid: ${where}${first?.message ?? "unknown"}.`, {
    fields,
  });
}
