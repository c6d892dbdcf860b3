import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/launch";
import { checkDatabase } from "@/scripts/start/database";
import { StartError } from "@/scripts/start/start-error";

let root: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  root = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-check-"));
  server = await startEmbeddedPostgres({ directory: root, durable: false, database: "latchkey" });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("CREATE ROLE plain LOGIN PASSWORD 'word'");
  await client.query("CREATE ROLE creator LOGIN CREATEROLE PASSWORD 'word'");
  await client.end();
});
afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

function as(user: string, password = "word", change: (url: URL) => void = () => undefined): string {
  const url = new URL(server.url);
  url.username = user;
  url.password = password;
  change(url);
  return url.href;
}

it("a Postgres whose login may create roles and schemas will do", async () => {
  await expect(checkDatabase(server.url)).resolves.toBeUndefined();
});

it.each<[string, () => string, RegExp]>([
  ["nothing listens", () => "postgres://a:b@127.0.0.1:9/latchkey", /nothing listens at 127\.0\.0\.1:9\/latchkey\.$/],
  [
    "the host is unknown",
    () => "postgres://a:b@nowhere.invalid/latchkey",
    /the host of nowhere\.invalid:5432\/latchkey is not known\.$/,
  ],
  ["the password is wrong", () => as("plain", "canary"), /refuses this user or password\.$/],
  [
    "the database is missing",
    () =>
      as("plain", "word", (url) => {
        url.pathname = "/nope";
      }),
    /there is no database of this name/,
  ],
  [
    "the login may not create roles",
    () => as("plain"),
    /the login "plain" may not create roles; run ALTER ROLE "plain" CREATEROLE/,
  ],
  [
    "the login may not create schemas",
    () => as("creator"),
    /the login "creator" may not create schemas in this database/,
  ],
])("one sentence says that %s, without the password", async (_, url, expected) => {
  const refusal: unknown = await checkDatabase(url()).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartError);
  const message = refusal instanceof Error ? refusal.message : "";
  expect(message).toMatch(/^DATABASE_URL: /);
  expect(message).toMatch(expected);
  expect(message).not.toContain("canary");
});
