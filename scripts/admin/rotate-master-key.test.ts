import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureSecrets, loadSecrets } from "@/lib/infra/secrets";
import { addMasterSecret } from "./rotate-master-key";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "latchkey-secrets-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a new master secret comes first, the others and the rest of the file stay, and only its owner reads it", () => {
  expect(() => addMasterSecret(directory)).toThrow(/no .*secrets\.json/);
  const before = ensureSecrets(directory);
  expect(addMasterSecret(directory)).toBe(2);
  expect(addMasterSecret(directory)).toBe(3);
  const after = loadSecrets(directory);
  expect(after?.masterSecrets.map((entry) => entry.version)).toEqual([3, 2, 1]);
  expect(after?.masterSecrets.at(-1)).toEqual(before.masterSecrets[0]);
  expect(new Set(after?.masterSecrets.map((entry) => entry.secret.toString("hex"))).size).toBe(3);
  expect(after?.authSecret).toBe(before.authSecret);
  expect(statSync(join(directory, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["secrets.json"]);
});
