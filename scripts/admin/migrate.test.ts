import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { runAdmin } from "@/scripts/admin-runner/run";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "latchkey-migrate-"));
  // Started by root, Postgres runs as another user, who has to pass through.
  chmodSync(root, 0o711);
  vi.stubEnv("LATCHKEY_DIRECTORY", join(root, ".latchkey"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

it("an empty database gets the schema and its logins, a second run changes nothing, and passwords are shown on request only", async () => {
  const postgres = await startEmbeddedPostgres({ directory: join(root, "postgres"), durable: false });
  try {
    vi.stubEnv("DATABASE_URL", postgres.url);
    const run = async (...args: string[]) => {
      const out: string[] = [];
      const status = await runAdmin(["migrate", ...args, "--json"], {
        out: (text) => void out.push(text),
        err: () => {},
      });
      expect(status).toBe(0);
      return JSON.parse(out.join(""));
    };
    const first = await run();
    expect(first.applied).toBeGreaterThan(5);
    expect(Object.keys(first)).toEqual(["applied"]);
    const second = await run("--urls");
    expect(second.applied).toBe(0);
    const client = new pg.Client({ connectionString: second.DATABASE_APP_URL });
    await client.connect();
    const { rows } = await client.query("select count(*)::int as n from organizations");
    expect(rows).toEqual([{ n: 0 }]);
    await client.end();
  } finally {
    await postgres.stop();
  }
}, 60_000);
