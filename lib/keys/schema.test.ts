import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { parseInput } from "@/lib/core/parse-input";
import { normalizeRange, rangeCovers } from "./restrictions";
import { createKeySchema, identifyKeySchema, importKeysSchema, listKeysSchema, updateKeySchema } from "./schema";

describe("address ranges", () => {
  test.each([
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    [" 2001:DB8::1/32 ", "2001:db8::/32"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::ffff:192.0.2.0/120", "192.0.2.0/24"],
    ["10.0.0.0/33", null],
    ["10.0.0.0/08", null],
    ["010.0.0.1", null],
    ["0x7f.1", null],
    ["2130706433", null],
    ["10.0.0", null],
    ["fe80::1%eth0", null],
    ["::ffff:10.0.0.0/90", null],
    ["10.0.0.0/", null],
    ["/8", null],
    ["", null],
  ])("%s is %s", (text, expected) => {
    expect(normalizeRange(text)).toBe(expected);
  });

  test("the one form is its own form, and covers what it came from", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 0, max: 32 }), (address, bits) => {
        const once = normalizeRange(`${address}/${bits}`);
        if (once === null) return;
        expect(normalizeRange(once)).toBe(once);
        expect(rangeCovers(once, address)).toBe(true);
      }),
    );
  });
});

describe("input as long as it may come", () => {
  const long = "a".repeat(100_000);
  const many = (value: unknown) =>
    Array.from({ length: Math.floor(100_000 / JSON.stringify(value).length) }, () => value);
  const base = { name: "n", project: "p", environment: "e", scopes: [] };
  const bad: [string, Record<string, unknown>][] = [
    ["name", { name: `${" ".repeat(99_999)}\u202e` }],
    ["purpose", { purpose: `${long}\u0000` }],
    ["one scope", { scopes: [`${long}:${long}`] }],
    ["many scopes", { scopes: many("a:b ") }],
    ["many good scopes", { scopes: many("a:b") }],
    ["one path", { paths: [`/${"{a".repeat(50_000)}`] }],
    ["a path of stars", { paths: [`/${"**/*".repeat(70)}`] }],
    ["many paths", { paths: many("/**x") }],
    ["one range", { ipAllowlist: [`${"1:".repeat(50_000)}`] }],
    ["many ranges", { ipAllowlist: many("10.0.0.0/8") }],
    ["many bad ranges", { ipAllowlist: many("1::/x") }],
    ["countries", { countries: many("ZZ") }],
    ["limits", { rateLimits: many({ limit: 1, window: 1, endpoint: `GET ${"/".repeat(200)} ` }) }],
    ["tags", { tags: Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`t${index}`, "x"])) }],
    ["a tag", { tags: { [`${long}!`]: `${long}` } }],
    ["an instant", { expiresAt: "2026-01-01T00:00:00.".concat("0".repeat(100_000)) }],
    ["a duration", { expiresIn: "9".repeat(100_000) }],
    ["unknown fields", Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, 1]))],
  ];

  /** The shortest of three runs, so that a busy machine does not count. @returns milliseconds. */
  function refusalTime(schema: z.ZodType, input: unknown): number {
    const runs = Array.from({ length: 3 }, () => {
      const start = performance.now();
      expect(() => parseInput(schema, input)).toThrow(/not valid|more than/);
      return performance.now() - start;
    });
    return Math.min(...runs);
  }

  test.each(bad)("%s is refused within 100 ms", (_, more) => {
    for (const schema of [createKeySchema, updateKeySchema]) {
      expect(refusalTime(schema, { ...base, ...more })).toBeLessThan(100);
    }
  });

  test.each([
    [listKeysSchema, { q: long }],
    [listKeysSchema, { status: many("active").join(",") }],
    [listKeysSchema, { scope: long, tag: long, cursor: long }],
    [identifyKeySchema, { secret: long }],
    [
      importKeysSchema,
      { project: "p", environment: "e", algorithm: "sha256", keys: many({ name: "n", hash: "z", scopes: [] }) },
    ],
  ])("lists, look-ups and imports too (%#)", (schema, input) => {
    expect(refusalTime(schema, input)).toBeLessThan(100);
  });
});
