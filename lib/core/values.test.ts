import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { durationSchema, formatDuration, parseDuration } from "./durations";
import { LatchkeyError } from "./errors";
import { decodeCursor, encodeCursor, pageOf } from "./pagination";
import { parseInput } from "./parse-input";
import { scopeCovers } from "./scopes";
import { SLUG_PATTERN, slugify } from "./slug";
import { emailSchema, nameSchema } from "./text";

describe("durations", () => {
  test("what is formatted parses to the same number of seconds", () => {
    fc.assert(
      fc.property(fc.nat({ max: 400_000_000 }), (seconds) => parseDuration(formatDuration(seconds)) === seconds),
    );
  });
  test("short and ISO forms mean the same", () => {
    expect(parseDuration("30d")).toBe(parseDuration("P30D"));
    expect(parseDuration("90m")).toBe(parseDuration("PT1H30M"));
    expect(parseDuration("2w")).toBe(1_209_600);
  });
  test("anything else is refused", () => {
    for (const bad of ["", "P", "PT", "P1Y", "-1d", "1.5h", "30", "d", "1d1h", "P1DT", "999999999w"]) {
      expect(durationSchema.safeParse(bad).success).toBe(false);
    }
  });
});

describe("scopes", () => {
  test("a scope covers itself, and a wildcard covers its half", () => {
    expect(scopeCovers("invoices:read", "invoices:read")).toBe(true);
    expect(scopeCovers("invoices:*", "invoices:write")).toBe(true);
    expect(scopeCovers("*:read", "invoices:read")).toBe(true);
    expect(scopeCovers("*:*", "invoices:write")).toBe(true);
  });
  test("a scope covers nothing beside it", () => {
    expect(scopeCovers("invoices:read", "invoices:write")).toBe(false);
    expect(scopeCovers("invoices:*", "customers:read")).toBe(false);
    expect(scopeCovers("invoice:read", "invoices:read")).toBe(false);
    expect(scopeCovers("*", "invoices:read")).toBe(false);
  });
});

describe("input", () => {
  const schema = z.strictObject({ name: nameSchema(), scopes: z.array(z.string().min(3)) });
  test("a refused field is named with its place", () => {
    const error = catchError(() => parseInput(schema, { name: " ", scopes: ["abc", "x"], role: "owner" }));
    expect(error.code).toBe("invalid_input");
    expect(error.fields.map((field) => field.path).sort()).toEqual(["name", "role", "scopes.1"]);
  });
  test("control and bidi characters never enter a name", () => {
    for (const bad of ["a\r\nb", "a\u202eb", "\u0000", "a\u2066b"])
      expect(nameSchema().safeParse(bad).success).toBe(false);
    expect(nameSchema().parse("  مفتاح الدفع  ")).toBe("مفتاح الدفع");
  });
  test("one address is one account, whatever its case", () => {
    expect(emailSchema.parse(" Ada@Example.COM ")).toBe("ada@example.com");
    for (const bad of ["ada", "ada@", "a@b@c.d", "ada＠example.com", "a\n@b.co"])
      expect(emailSchema.safeParse(bad).success).toBe(false);
  });
  test("every name has a slug", () => {
    fc.assert(fc.property(fc.string(), (text) => SLUG_PATTERN.test(slugify(text, "organization"))));
  });
});

describe("pages", () => {
  test("a cursor gives back what was put in, and a foreign one is refused by name", () => {
    const shape = z.tuple([z.string(), z.number()]);
    expect(decodeCursor(encodeCursor(["a", 1]), shape)).toEqual(["a", 1]);
    for (const bad of ["", "%%%", encodeCursor([1]), Buffer.from("{").toString("base64url")]) {
      expect(catchError(() => decodeCursor(bad, shape)).fields[0]?.path).toBe("cursor");
    }
  });
  test("the extra row only says that there is more", () => {
    expect(pageOf([1, 2, 3], 2, String)).toEqual({ items: [1, 2], nextCursor: "2" });
    expect(pageOf([1, 2], 2, String)).toEqual({ items: [1, 2], nextCursor: null });
  });
});

function catchError(work: () => unknown): LatchkeyError {
  try {
    work();
  } catch (error) {
    if (error instanceof LatchkeyError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
