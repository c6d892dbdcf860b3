import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { generateKeySecret } from "@/lib/core/key-format";
import { hashBytes, keyHasher } from "./key-hash";
import { shortHmac } from "./sha256-midstate";

it("the gateway's hash of a secret is HMAC-SHA-256, for every key and every message", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 64 }),
      fc.string({ maxLength: 120, unit: "binary" }),
      (key, message) => {
        const expected = createHmac("sha256", key).update(message).digest();
        expect(hashBytes(keyHasher(Buffer.from(key))(message)).equals(expected)).toBe(true);
        const short = shortHmac(key)(message);
        if (short !== null) expect(hashBytes(short).equals(expected)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

it("keys of usual length take the short way", () => {
  const hash = shortHmac(Buffer.alloc(32, 7));
  expect(hash(generateKeySecret("acme", "prod"))).toHaveLength(32);
  expect(hash("é")).toBeNull();
  expect(hash("x".repeat(56))).toBeNull();
});
