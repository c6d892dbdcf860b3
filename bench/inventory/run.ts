import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "@/db/client";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { migrateDatabase } from "@/db/migrate";
import type { TestDatabase } from "@/db/testing/database";
import { createTestOrganization } from "@/db/testing/organization";
import { Vault } from "@/lib/core/vault";
import { listKeys } from "@/lib/keys/list-keys";
import { readOverview } from "@/lib/keys/read-overview";
import { fillOrganization } from "./fill";

/*
 * The inventory at 1,000, 10,000 and 100,000 keys: three organizations in one throw-away Postgres, asked through the same verbs
 * as the API, under row-level security. Prints medians side by side; ends with 1 when a page of the largest is over the bound.
 * usage: npm run bench:inventory [-- --sizes 1000,10000] [--runs 15]
 */

const BOUND_MILLISECONDS = 250;
const MASTER = Buffer.alloc(32, "latchkey inventory bench");

function option(name: string, fallback: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
}

const sizes = option("sizes", "1000,10000,100000").split(",").map(Number);
const runs = Number(option("runs", "15"));

const QUERIES: [string, Record<string, unknown>][] = [
  ["first page", {}],
  ["first page with sparklines", { include: "sparkline" }],
  ["by name", { sort: "name" }],
  ["by expiry, soonest first", { sort: "expiresAt", order: "asc" }],
  ["by last use", { sort: "lastUsedAt" }],
  ["by last use, unused first", { sort: "lastUsedAt", order: "asc" }],
  ["one project", { project: "api" }],
  ["one environment", { environment: "production" }],
  ["one owner (5 %)", { owner: "developer" }],
  ["active", { status: "active" }],
  ["expired", { status: "expired" }],
  ["revoked", { status: "revoked" }],
  ["a common scope", { scope: "items:write" }],
  ["a rare scope", { scope: "rare:scope" }],
  ["a scope nobody has", { scope: "no:scope" }],
  ["a tag (2 %)", { tag: "team=team-7" }],
  ["a rare tag", { tag: "rare" }],
  ["expiring within 30 days", { expiringWithin: "30d" }],
  ["unused for 90 days", { unusedSince: "90d" }],
  ["search: a common word", { q: "billing" }],
  ["search: a rare word", { q: "zeppelin" }],
  ["search: no match", { q: "xyzzyplugh" }],
  ["search: two letters", { q: "ab" }],
  ["search: last four of a secret", { q: "c3d4" }],
  [
    "rare word, production, active, by name",
    { q: "zeppelin", environment: "production", status: "active", sort: "name" },
  ],
];

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function measure(run: () => Promise<unknown>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return median(times);
}

const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-bench-"));
const postgres = await startEmbeddedPostgres({ directory, durable: false });
const { appUrl, gatewayUrl } = await migrateDatabase({ adminUrl: postgres.url, masterSecret: MASTER });
const admin = new pg.Pool({ connectionString: postgres.url, max: 1 });
const app = openDatabase({ url: appUrl, name: "bench" });
const gateway = openDatabase({ url: gatewayUrl, name: "bench" });
const vault = new Vault([{ version: 1, secret: MASTER }]);
const close = async () => {
  await Promise.allSettled([app.close(), gateway.close(), admin.end()]);
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
};
const database: TestDatabase = { adminUrl: postgres.url, appUrl, gatewayUrl, app, gateway, admin, vault, close };

try {
  const results = new Map<string, number[]>();
  const note = (name: string, time: number) => results.set(name, [...(results.get(name) ?? []), time]);
  const organizations = [];
  for (const [index, size] of sizes.entries()) {
    const organization = await createTestOrganization(database);
    await fillOrganization(admin, organization, size, index + 1);
    organizations.push(organization);
  }
  await admin.query("vacuum analyze");
  for (const organization of organizations) {
    const ctx = organization.as("owner");
    for (const [name, query] of QUERIES) {
      const named = query.owner === "developer" ? { ...query, owner: organization.people.developer.userId } : query;
      note(name, await measure(() => listKeys(ctx, named)));
    }
    for (const sort of ["createdAt", "name", "lastUsedAt"]) {
      let cursor: string | null = null;
      for (let page = 0; page < Math.min(400, sizes[organizations.indexOf(organization)] ?? 0) / 4; page += 1) {
        const next: { nextCursor: string | null } = await listKeys(ctx, {
          sort,
          limit: 200,
          ...(cursor ? { cursor } : {}),
        });
        if (!next.nextCursor) break;
        cursor = next.nextCursor;
      }
      note(`deep page, by ${sort}`, await measure(() => listKeys(ctx, { sort, ...(cursor ? { cursor } : {}) })));
    }
    note("overview", await measure(() => readOverview(ctx)));
  }
  const width = Math.max(...[...results.keys()].map((name) => name.length));
  const line = (cells: string[]) =>
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(12))).join(""));
  console.log(
    `Medians of ${runs} runs in milliseconds, 50 keys a page, Postgres in memory, one connection at a time.\n`,
  );
  line(["", ...sizes.map((size) => size.toLocaleString("en")), "ratio"]);
  let worst = 0;
  for (const [name, times] of results) {
    const last = times.at(-1) ?? 0;
    worst = Math.max(worst, last);
    line([name, ...times.map((time) => time.toFixed(1)), `${(last / (times[0] ?? 1)).toFixed(1)}x`]);
  }
  console.log(
    `\nSlowest at ${sizes.at(-1)?.toLocaleString("en")} keys: ${worst.toFixed(1)} ms (bound ${BOUND_MILLISECONDS} ms).`,
  );
  if (worst > BOUND_MILLISECONDS) process.exitCode = 1;
} finally {
  await close();
}
