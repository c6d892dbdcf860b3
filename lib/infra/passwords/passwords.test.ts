import { describe, expect, test } from "vitest";
import { isCommonPassword } from "./common-passwords";
import { hashPassword, verifyPassword } from "./hash-password";

describe("passwords", () => {
  test("the hash is Argon2id with 19 MiB, two passes and one lane", async () => {
    expect(await hashPassword("a password of mine")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test("only the hashed password verifies, and an account without one never does", async () => {
    const stored = await hashPassword("a password of mine");
    expect(await verifyPassword(stored, "a password of mine")).toBe(true);
    expect(await verifyPassword(stored, "a password of yours")).toBe(false);
    expect(await verifyPassword(null, "a password of mine")).toBe(false);
    expect(await verifyPassword("not a hash", "a password of mine")).toBe(false);
  });

  test.each([
    "password123",
    "Password1234!",
    "P@ssw0rd2024",
    "qwertyuiop",
    "1234567890",
    "0987654321",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "Welcome2026!",
    "letmeinletmein",
    "abcdefghijkl",
    "111111111111",
    "asdfghjkl123",
    "manchester1",
    "Latchkey2026!",
  ])("%s is refused as common", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each([
    "a password of mine",
    "correct mule cell stapler",
    "tH7#kq-Wz92x",
    "4829 0173 5562 9981",
    "Überraschungsgast",
    "4829 0173 maria 5562",
  ])("%s is accepted", (password) => {
    expect(isCommonPassword(password, ["owner@example.test", "owner"])).toBe(false);
  });

  test("a password that is little more than the person's own address is refused", () => {
    expect(isCommonPassword("margarethe2026", ["margarethe"])).toBe(true);
  });

  test("a hundred kilobytes are judged at once", () => {
    const started = performance.now();
    isCommonPassword("ab1".repeat(33_000));
    expect(performance.now() - started).toBeLessThan(100);
  });
});
