import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureSecrets, formatMasterSecrets, loadSecrets, parseMasterSecrets, SecretsError } from "@/lib/infra/secrets";

let root: string;
let directory: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-secrets-"));
  directory = join(root, ".latchkey");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the secrets file", () => {
  it("is made once, private to its owner, and stays the same", () => {
    expect(loadSecrets(directory)).toBeNull();
    const first = ensureSecrets(directory);
    expect(first.masterSecrets).toHaveLength(1);
    expect(first.masterSecrets[0]?.secret).toHaveLength(32);
    expect(first.authSecret.length).toBeGreaterThanOrEqual(43);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    expect(statSync(join(directory, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(ensureSecrets(directory)).toEqual(first);
    expect(readdirSync(directory)).toEqual(["secrets.json"]);
  });

  it("gives every master secret with the newest first, whatever the order in the file", () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    ensureSecrets(directory);
    const content = {
      masterSecrets: [one, two].map((secret, index) => ({ version: index + 1, secret: secret.toString("base64") })),
      authSecret: "a".repeat(43),
    };
    writeFileSync(join(directory, "secrets.json"), JSON.stringify(content));
    expect(loadSecrets(directory)?.masterSecrets).toEqual([
      { version: 2, secret: two },
      { version: 1, secret: one },
    ]);
  });

  it.each([
    ["not JSON", "{"],
    [
      "a short secret",
      JSON.stringify({ masterSecrets: [{ version: 1, secret: "c2hvcnQ=" }], authSecret: "a".repeat(43) }),
    ],
    ["no secret at all", JSON.stringify({ masterSecrets: [], authSecret: "a".repeat(43) })],
  ])("is refused, never replaced, when it holds %s", (_, content) => {
    ensureSecrets(directory);
    const path = join(directory, "secrets.json");
    writeFileSync(path, content);
    expect(() => ensureSecrets(directory)).toThrow(SecretsError);
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("never quotes a secret in the message of a refusal", () => {
    ensureSecrets(directory);
    const secret = "c2VjcmV0LWNhbmFyeQ==";
    writeFileSync(
      join(directory, "secrets.json"),
      JSON.stringify({ masterSecrets: [{ version: 1, secret }], authSecret: "short-canary" }),
    );
    const failure = () => loadSecrets(directory);
    expect(failure).toThrow("masterSecrets.0.secret");
    expect(failure).not.toThrow(/canary|c2VjcmV0/);
  });
});

describe("LATCHKEY_MASTER_SECRETS", () => {
  it("survives being written and read, newest first", () => {
    const list = [
      { version: 2, secret: Buffer.alloc(32, 2) },
      { version: 1, secret: Buffer.alloc(32, 1) },
    ];
    expect(parseMasterSecrets(formatMasterSecrets(list))).toEqual(list);
    expect(parseMasterSecrets(formatMasterSecrets(list.toReversed()))).toEqual(list);
  });

  it.each([
    "",
    "abc",
    "1:",
    "1:c2hvcnQ=",
    `1:${"A".repeat(43)}=,1:${"B".repeat(43)}=`,
    `0:${"A".repeat(43)}=`,
    `x:${"A".repeat(43)}=`,
  ])("is refused as %j", (text) => expect(parseMasterSecrets(text)).toBeUndefined());
});
