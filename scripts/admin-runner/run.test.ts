import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/launch";
import { runAdmin } from "@/scripts/admin-runner/run";

let root: string;
let out: string[];
let err: string[];
const run = (...args: string[]) =>
  runAdmin(args, { out: (text) => void out.push(text), err: (text) => void err.push(text) }, join(root, "commands"));

function command(name: string, body: string): void {
  writeFileSync(
    join(root, "commands", `${name}.ts`),
    `import { parseArgs } from "node:util";
     export const command = { name: "${name}", summary: "Does ${name}.", usage: "${name} --to NAME", async run(args, context) { ${body} } };`,
  );
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-admin-"));
  // Started by root, Postgres runs as another user, who has to pass through.
  chmodSync(root, 0o711);
  mkdirSync(join(root, "commands"));
  writeFileSync(join(root, "package.json"), '{"type":"module"}');
  out = [];
  err = [];
  vi.stubEnv("LATCHKEY_DIRECTORY", join(root, ".latchkey"));
  vi.stubEnv("DATABASE_URL", "");
  command(
    "greet",
    `const { values } = parseArgs({ args, options: { to: { type: "string" } } });
     if (values.to === "nobody") throw new Error("nobody is there");
     return { json: { greeted: values.to }, text: "Hello, " + values.to };`,
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

describe("npm run admin", () => {
  it("prints with --json one JSON document and nothing else", async () => {
    expect(await run("greet", "--to", "Ada", "--json")).toBe(0);
    expect(out.map((text) => JSON.parse(text))).toEqual([{ greeted: "Ada" }]);
    expect(err).toEqual([]);
  });

  it("prints words without it", async () => {
    expect(await run("greet", "--to", "Ada")).toBe(0);
    expect(out).toEqual(["Hello, Ada"]);
  });

  it("lists its commands, and refuses one that does not exist", async () => {
    expect(await run("--help")).toBe(0);
    expect(out.join()).toContain("greet  Does greet.");
    expect(await run("nope", "--json")).toBe(2);
    expect(err.join()).toContain('There is no command "nope".');
    expect(out).toHaveLength(1);
  });

  it("shows how a command is called when it is called wrongly, and does nothing", async () => {
    expect(await run("greet", "--loud")).toBe(2);
    expect(err.join()).toContain("npm run admin -- greet --to NAME");
    expect(out).toEqual([]);
  });

  it("tells a failure in one sentence on the error output, and fails", async () => {
    expect(await run("greet", "--to", "nobody", "--json")).toBe(1);
    expect(err).toEqual(["Latchkey could not go on: nobody is there."]);
    expect(out).toEqual([]);
  });

  it("starts the embedded Postgres for the duration, migrated, and stops it again", async () => {
    command(
      "where",
      "const { adminUrl, appUrl } = await context.database(); return { json: { adminUrl, appUrl }, text: '' };",
    );
    expect(await run("where", "--json")).toBe(0);
    const { appUrl } = JSON.parse(out[0] ?? "");
    expect(new URL(appUrl).pathname).toBe("/latchkey");
    expect(await findEmbeddedPostgres(join(root, ".latchkey/postgres"))).toBeNull();
  });

  it("uses a Postgres that runs already and leaves it running", async () => {
    command("where", "const { adminUrl } = await context.database(); return { json: { adminUrl }, text: '' };");
    const directory = join(root, ".latchkey/postgres");
    // The first command makes the installation's folder.
    expect(await run("greet", "--to", "Ada")).toBe(0);
    const server = await startEmbeddedPostgres({ directory, durable: true, database: "latchkey" });
    try {
      expect(await run("where", "--json")).toBe(0);
      const client = new pg.Client({ connectionString: JSON.parse(out.at(-1) ?? "").adminUrl });
      await client.connect();
      await client.end();
      expect((await findEmbeddedPostgres(directory))?.pid).toBe(server.pid);
    } finally {
      await server.stop();
    }
  });
});
