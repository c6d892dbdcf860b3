import { z } from "zod";
import { invalidInput } from "./errors";
import { isStorable } from "./text";

export const limitSchema = z.coerce
  .number("must be a whole number from 1 to 200")
  .int("must be a whole number from 1 to 200")
  .min(1, "must be a whole number from 1 to 200")
  .max(200, "must be a whole number from 1 to 200")
  .default(50);

export const pageSchema = { limit: limitSchema, cursor: z.string().max(500).optional() };

export type Page<T> = { items: T[]; nextCursor: string | null };

/** An instant in a cursor, as Postgres reads it (it knows no year 0). */
export const cursorInstantSchema = z.iso.datetime().refine((text) => !text.startsWith("0000"));

/** An opaque cursor: the sort values of the last row, so that inserts and deletes neither skip nor double rows. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** The values of a cursor. @throws invalid_input naming `cursor` when it is not one of ours. */
export function decodeCursor<S extends z.ZodType>(cursor: string, schema: S): z.output<S> {
  try {
    const text = Buffer.from(cursor, "base64url").toString("utf8");
    const values: unknown = JSON.parse(text, refuseUnstorable);
    const result = schema.safeParse(values);
    if (result.success) return result.data;
  } catch {
    // Falls through: not JSON is the same to the caller as another list's cursor.
  }
  throw invalidInput([{ path: "cursor", message: "is not a cursor of this list" }]);
}

function refuseUnstorable(_name: string, value: unknown): unknown {
  if (typeof value === "string" && !isStorable(value)) throw new RangeError("The text cannot be stored.");
  return value;
}

/** A page out of `limit + 1` rows: the extra row only says that there is more. */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
