import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { Vault } from "./vault";

const first = { version: 1, secret: randomBytes(32) };
const second = { version: 2, secret: randomBytes(32) };

test("the same secret has another hash in another environment", () => {
  const vault = new Vault([first]);
  expect(vault.hashKeySecret("env_a", "secret").equals(vault.hashKeySecret("env_b", "secret"))).toBe(false);
  expect(vault.hashKeySecret("env_a", "secret").equals(new Vault([first]).hashKeySecret("env_a", "secret"))).toBe(true);
});

test("after the master secret is rotated old hashes still verify and new ones are written with the new version", () => {
  const before = new Vault([first]).hashKeySecret("env_a", "secret");
  const rotated = new Vault([first, second]);
  expect(rotated.currentVersion).toBe(2);
  expect(rotated.hashKeySecret("env_a", "secret", 1).equals(before)).toBe(true);
  expect(rotated.hashKeySecret("env_a", "secret").equals(before)).toBe(false);
});

test("a sealed value opens after a rotation, and not when it is changed or moved to another row", () => {
  const sealed = new Vault([first]).seal("JBSWY3DP", "factors/fac_1");
  const rotated = new Vault([second, first]);
  expect(rotated.open(sealed, "factors/fac_1")).toBe("JBSWY3DP");
  expect(() => rotated.open(sealed, "factors/fac_2")).toThrow();
  for (let index = 4; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => rotated.open(changed, "factors/fac_1")).toThrow();
  }
});

test("a sealed value names the master version it needs", () => {
  expect(Vault.sealedVersion(new Vault([second]).seal("x", "y"))).toBe(2);
});

test("a short master secret is refused", () => {
  expect(() => new Vault([{ version: 1, secret: Buffer.alloc(16) }])).toThrow(/shorter than 32/);
  expect(() => new Vault([])).toThrow(/at least one/);
});
