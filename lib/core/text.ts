import { z } from "zod";

// Control characters and bidi overrides have no place in a name: they forge log lines and look-alikes (faults M24).
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are what is refused
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above, but line breaks and tabs are text
const UNPRINTABLE_IN_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/;

// With the u flag a surrogate matches only where it has no other half.
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Whether Postgres can hold a text as it is: no NUL, and no half of a surrogate pair (jsonb refuses both). */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** A one-line name of people's choosing: trimmed, 1 to `max` characters, no control or bidi characters. */
export function nameSchema(max = 100) {
  return z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must be at most ${max} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must not contain control characters");
}

/** Free text of several lines, at most `max` characters. */
export function textSchema(max = 1000) {
  return z
    .string()
    .trim()
    .max(max, `must be at most ${max} characters`)
    .refine((text) => !UNPRINTABLE_IN_TEXT.test(text), "must not contain control characters");
}

/** An e-mail address as one account: trimmed, lower case, ASCII, at most 254 characters. */
export const emailSchema = z
  .string()
  .trim()
  .max(254)
  .transform((text) => text.toLowerCase())
  .pipe(z.email("must be an e-mail address"));

const MOST_TAGS = 20;

/** Tags of a key: up to 20 pairs. They are counted before any is looked at, so that a flood costs nothing. */
export const tagsSchema = z.preprocess(
  (value, context) => {
    if (typeof value !== "object" || value === null || Object.keys(value).length <= MOST_TAGS) return value;
    context.addIssue({ code: "custom", message: `at most ${MOST_TAGS} tags` });
    return z.NEVER;
  },
  z.record(
    z.string().regex(/^[A-Za-z0-9_.:/-]{1,64}$/, "tag names are 1 to 64 of A-Z a-z 0-9 _ . : / -"),
    z
      .string()
      .max(256)
      .refine((text) => !UNPRINTABLE.test(text), "must not contain control characters"),
  ),
);
