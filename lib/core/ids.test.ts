import fc from "fast-check";
import { expect, test } from "vitest";
import { ID_PREFIXES, idSchema, isId, newId } from "./ids";

test("an id sorts by the time it was made", () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 47 }), fc.integer({ min: 1, max: 10_000 }), (at, later) => {
      expect(newId("key", at) < newId("key", at + later)).toBe(true);
    }),
  );
});

test("an id is of its own kind and of no other", () => {
  expect(isId("key", newId("key"))).toBe(true);
  expect(isId("project", newId("key"))).toBe(false);
  expect(idSchema("key").safeParse(newId("user")).success).toBe(false);
});

test("no two kinds share a prefix", () => {
  const prefixes = Object.values(ID_PREFIXES);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test("a malformed id is refused whatever it is", () => {
  for (const bad of [
    "",
    "key_",
    "key_01",
    `${newId("key")}0`,
    newId("key").toUpperCase(),
    "key_zzzzzzzzzzzzzzzzzzzzzzzzzz",
  ]) {
    expect(isId("key", bad)).toBe(false);
  }
});
