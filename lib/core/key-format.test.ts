import fc from "fast-check";
import { expect, test } from "vitest";
import { describeSecret, generateKeySecret, generateServiceToken, isServiceToken, parseKeySecret } from "./key-format";

const name = fc.stringMatching(/^[a-z][a-z0-9]{1,15}$/);

test("a generated key parses to its own prefix and tag", () => {
  fc.assert(
    fc.property(name, name, (prefix, tag) => {
      expect(parseKeySecret(generateKeySecret(prefix, tag))).toEqual({ prefix, tag });
    }),
  );
});

test("a key with any one character changed is refused without a look-up", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 33, max: 126 }), (place, code) => {
      const secret = generateKeySecret("acme", "prod");
      const at = place % secret.length;
      const changed = secret.slice(0, at) + String.fromCharCode(code) + secret.slice(at + 1);
      expect(parseKeySecret(changed) === null).toBe(changed !== secret);
    }),
    { numRuns: 2000 },
  );
});

test("no text makes the parser throw", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 120, unit: "binary" }), (text) => parseKeySecret(text) === null || true),
  );
});

test("100 kB of near misses are refused at once, because length is looked at first", () => {
  const near = `acme_prod_${"A".repeat(100_000)}`;
  const start = performance.now();
  for (let round = 0; round < 1000; round += 1) parseKeySecret(near);
  expect(performance.now() - start).toBeLessThan(100);
});

test("two keys are never alike and carry about 190 random bits", () => {
  const made = new Set(Array.from({ length: 2000 }, () => generateKeySecret("acme", "prod")));
  expect(made.size).toBe(2000);
  expect([...made][0]).toMatch(/^acme_prod_[0-9A-Za-z]{38}$/);
});

test("what people see of a key is its beginning and last four, never more", () => {
  const secret = generateKeySecret("acme", "prod");
  const { start, lastFour } = describeSecret(secret);
  expect(secret.startsWith(start) && secret.endsWith(lastFour)).toBe(true);
  expect(start.length).toBe("acme_prod_".length + 4);
});

test("a prefix or tag outside the pattern makes no key", () => {
  for (const bad of ["", "a", "A1", "1a", "a-b", "a".repeat(17)]) {
    expect(() => generateKeySecret(bad, "prod")).toThrow(RangeError);
    expect(() => generateKeySecret("acme", bad)).toThrow(RangeError);
  }
});

test("a service token is told from anything else by its form and checksum", () => {
  const token = generateServiceToken();
  expect(isServiceToken(token)).toBe(true);
  expect(isServiceToken(`${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`)).toBe(false);
  expect(isServiceToken(generateKeySecret("lks", "prod"))).toBe(false);
});
