import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type LiveApi, startLiveApi } from "@/clients/testing/live-api";
import { signAuditCheckpoint } from "@/lib/audit/sign-audit-checkpoint";
import { runCli } from "./run";

let live: LiveApi;
let variables: Record<string, string>;
let folder: string;

type Ran = { status: number; out: string; err: string };

async function cli(args: string[], options: { variables?: Record<string, string>; input?: string } = {}): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCli(args, options.variables ?? variables, {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    readInput: async () => options.input ?? "",
  });
  return { status, out: out.join("\n"), err: err.join("\n") };
}

const madeSchema = z.object({ key: z.object({ id: z.string(), status: z.string() }), secret: z.string() });

async function makeKey(name: string) {
  const words = `keys create --project api --environment development --scope items:read --json --name`.split(" ");
  const ran = await cli([...words, name]);
  expect(ran).toMatchObject({ status: 0, err: "" });
  return madeSchema.parse(JSON.parse(ran.out));
}

beforeAll(async () => {
  live = await startLiveApi();
  folder = mkdtempSync(join(tmpdir(), "latchkey-cli-"));
  variables = {
    LATCHKEY_URL: live.url,
    LATCHKEY_GATEWAY_URL: live.gateway.url,
    LATCHKEY_TOKEN: (await live.harness.machine()).token,
    LATCHKEY_ORGANIZATION: live.harness.organization.slug,
  };
}, 120_000);
afterAll(async () => {
  await live?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

it("a key that was made verifies, also from standard input; revoked it is refused, and the status says no", async () => {
  const { key, secret } = await makeKey("cli key");
  expect(await cli(["verify", secret, "--scope", "items:read"])).toMatchObject({ status: 0 });
  const missing = await cli(["verify", "-", "--scope", "items:write"], { input: `${secret}\n` });
  expect(missing).toMatchObject({ status: 1 });
  expect(missing.out).toContain("refused: INSUFFICIENT_SCOPE");
  const revoked = await cli(["keys", "revoke", key.id, "--reason", "superseded"]);
  expect(revoked.out).toMatch(/is revoked\. 1 of 1 gateways confirmed it within \d+ ms\./);
  expect(await cli(["verify", secret])).toMatchObject({ status: 1, out: expect.stringContaining("REVOKED") });
});

it("a rotated key has a new secret, and with an overlap of 0 the old one is refused at once", async () => {
  const { key, secret } = await makeKey("rotates");
  const rotated = madeSchema.parse(JSON.parse((await cli(["keys", "rotate", key.id, "--overlap", "0", "--json"])).out));
  expect(rotated.secret).not.toBe(secret);
  expect(await cli(["verify", rotated.secret])).toMatchObject({ status: 0 });
  expect((await cli(["verify", secret])).status).toBe(1);
});

it("a disabled key is refused until it is enabled", async () => {
  const { key, secret } = await makeKey("sleeps");
  expect((await cli(["keys", "disable", key.id, "--comment", "holiday"])).status).toBe(0);
  expect((await cli(["verify", secret])).out).toContain("DISABLED");
  expect((await cli(["keys", "enable", key.id])).status).toBe(0);
  expect((await cli(["verify", secret])).status).toBe(0);
});

it("the list has what the filters say, follows cursors up to the limit, and never holds a secret", async () => {
  const { key, secret } = await makeKey("listed one");
  await makeKey("listed two");
  const ran = await cli(["keys", "list", "--q", "listed", "--status", "active,disabled", "--limit", "1", "--json"]);
  const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() }).parse(JSON.parse(ran.out));
  expect(page.items).toHaveLength(1);
  expect(page.nextCursor).not.toBeNull();
  const table = await cli(["keys", "list", "--q", "listed"]);
  expect(table.out.split("\n")).toHaveLength(3);
  expect(table.out).toContain(key.id);
  const shown = await cli(["keys", "show", key.id]);
  expect(shown.out).toContain("listed one");
  for (const text of [ran.out, table.out, shown.out]) expect(text).not.toContain(secret);
});

it("names with control characters and bidi marks do not reach the terminal", async () => {
  const { printable } = await import("./table");
  expect(printable("a\u001b[31mb\u202ec\r\n")).toBe("a\ufffd[31mb\ufffdc\ufffd\ufffd");
});

it("what the API refuses is told with its fields and fails with 3; nothing goes to standard output", async () => {
  const ran = await cli([
    "keys",
    "create",
    "--name",
    "x",
    "--project",
    "api",
    "--environment",
    "development",
    "--scope",
    "no:such",
  ]);
  expect(ran).toMatchObject({ status: 3, out: "" });
  expect(ran.err).toContain("scopes.0: no:such is not a scope");
  const stranger = { ...variables, LATCHKEY_TOKEN: `lks_${"x".repeat(43)}` };
  expect(await cli(["keys", "list"], { variables: stranger })).toMatchObject({ status: 3, out: "" });
  const nobody = { ...variables, LATCHKEY_URL: "http://127.0.0.1:9" };
  expect(await cli(["keys", "list"], { variables: nobody })).toMatchObject({ status: 3, out: "" });
});

it.each([
  [["keys", "list", "--nope"], /nope/],
  [["keys", "list", "--status", "sleepy"], /--status must be one of/],
  [["keys", "revoke"], /The id of the key is missing/],
  [["keys", "destroy"], /There is no command "keys destroy"/],
  [["audit", "verify", "/does/not/exist"], /There is no file/],
])("%j is a wrong call: status 2, said on the error output, and nothing is done", async (args, words) => {
  const ran = await cli(args);
  expect(ran).toMatchObject({ status: 2, out: "" });
  expect(ran.err).toMatch(words);
});

it("a missing variable is named", async () => {
  expect((await cli(["keys", "list"], { variables: {} })).err).toContain("LATCHKEY_TOKEN must be set.");
});

it("an exported trail is checked offline: whole it passes, and an edited, a missing and a cut-off row are named", async () => {
  const { organization } = live.harness;
  const actor = { type: "system" as const, organizationId: organization.id, process: "test" };
  await signAuditCheckpoint({ ...organization.system(), actor });
  const { token } = await live.harness.machine();
  const base = `${live.url}/api/v1/organizations/${organization.slug}/audit-events`;
  const headers = { authorization: `Bearer ${token}` };
  const lines = (await (await fetch(`${base}/export?format=jsonl`, { headers })).text()).trimEnd().split("\n");
  const signed: unknown = await (await fetch(`${base}/checkpoints`, { headers })).json();
  const publicKey = z.object({ items: z.array(z.object({ publicKey: z.string() })).min(1) }).parse(signed)
    .items[0]?.publicKey;
  const check = (name: string, content: string[]) => {
    const path = join(folder, name);
    writeFileSync(path, `${content.join("\n")}\n`);
    // No address, no token: it is offline.
    return cli(["audit", "verify", path, "--public-key", publicKey ?? ""], { variables: {} });
  };
  const whole = await check("whole.jsonl", lines);
  expect(whole).toMatchObject({ status: 0 });
  expect(whole.out).toMatch(/\d+ rows are as they were recorded\. Signed checkpoints vouch for rows up to [1-9]/);
  const edited = lines.map((line) =>
    line.includes('"seq":2,') ? JSON.stringify({ ...JSON.parse(line), reason: "forged" }) : line,
  );
  expect(await check("edited.jsonl", edited)).toMatchObject({ status: 1, out: expect.stringContaining("Row 2 ") });
  const without = lines.filter((line) => !line.includes('"seq":3,'));
  expect(await check("missing.jsonl", without)).toMatchObject({
    status: 1,
    out: expect.stringContaining("after row 2"),
  });
  const last = lines.findLastIndex((line) => line.includes('"type":"event"'));
  expect(
    await check(
      "cut.jsonl",
      lines.filter((_, index) => index !== last),
    ),
  ).toMatchObject({ status: 1 });
  expect(
    await cli(["audit", "verify", join(folder, "whole.jsonl"), "--public-key", Buffer.alloc(32).toString("base64")]),
  ).toMatchObject({ status: 1 });
  expect(await check("other.jsonl", ["not json"])).toMatchObject({ status: 2 });
});
