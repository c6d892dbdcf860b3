import { join } from "node:path";
import pg from "pg";
import type { BenchFixture } from "@/bench/load/fixture";
import { BENCH_SECRET } from "@/bench/load/fixture";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { idSchema, newId } from "@/lib/core/ids";
import { Vault } from "@/lib/core/vault";
import { listKeys } from "@/lib/keys/list-keys";
import { boundedValues } from "@/lib/usage/ingest/bounded-values";
import type { UsageCount } from "@/lib/usage/ingest/event";
import { segmentWriter } from "@/lib/usage/ingest/write-segments";
import { readUsage } from "@/lib/usage/read-usage";
import { findKeys } from "@/lib/verification/queries";
import { OwnPostgres } from "@/server/gateway/testing/postgres";

const NODES = 2;

/** Rows of usage a second that one Postgres takes from verify servers that are full, each with its own connection. */
export async function measureIngestion(fixture: BenchFixture, seconds: number, groups: number): Promise<string> {
  let rows = 0;
  let calls = 0;
  let began = 0;
  let ready = 0;
  await Promise.all(
    Array.from({ length: NODES }, async (_, node) => {
      const database = openDatabase({ url: fixture.gatewayUrl, name: "bench-ingest", max: 1 });
      const write = segmentWriter({
        pool: database.pool,
        nodeId: newId("node"),
        bound: boundedValues(),
        countryOf: () => null,
      });
      const second = Math.floor(Date.now() / 1000) - 100_000;
      const counts: UsageCount[] = fixture.keyIds.slice(0, groups).map((keyId, index) => ({
        group: {
          kind: "verification",
          organizationId: fixture.organizationId,
          projectId: fixture.projectId,
          environmentId: fixture.environmentId,
          keyId,
          versionId: `kv_${node}_${index}`,
          verdict: "VALID",
          method: "GET",
          endpoint: "/invoices/{id}",
          ip: "203.0.113.7",
          agent: "ingest/1",
          serviceTokenId: "stk_bench",
          supersedes: false,
        },
        count: 50,
        amount: 50,
      }));
      let segment = 0;
      // Two files at once, as a busy gateway writes them.
      const next = () => {
        const names = [segment, segment + 1];
        segment += 2;
        return write(names.map((name) => ({ name: `bench-${name}`, segment: { second: second + name, counts } })));
      };
      await next();
      ready += 1;
      while (ready < NODES) await new Promise((resolve) => setTimeout(resolve, 5));
      if (began === 0) began = performance.now();
      while (performance.now() < began + seconds * 1000) {
        const outcome = await next();
        calls += outcome.calls;
        rows += 2 * counts.length;
      }
      await database.close();
    }),
  );
  const took = (performance.now() - began) / 1000;
  return `${NODES} connections, segments of ${groups} keys: ${Math.round(rows / took)} usage rows/s with all rollups (${Math.round(calls / took)} verifications/s at 50 equal ones a second each)`;
}

/** Keys a second that one Postgres finds by hash, in the gateway's own query. */
export async function measureLookups(fixture: BenchFixture, seconds: number, batch: number): Promise<string> {
  const vault = new Vault([{ version: 1, secret: BENCH_SECRET }]);
  const hashes = fixture.secrets.map((secret) => vault.hashKeySecret(fixture.environmentId, secret));
  const database = openDatabase({ url: fixture.gatewayUrl, name: "bench-lookups", max: 6 });
  // Connections and their prepared statements are there before the clock runs.
  await Promise.all(Array.from({ length: 6 }, () => findKeys(database.pool, [])));
  let found = 0;
  let at = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      while (performance.now() < until) {
        const wanted = Array.from({ length: batch }, (_, place) => {
          at += 1;
          const hash = hashes[at % hashes.length];
          if (!hash) throw new Error("There are hashes.");
          return {
            place,
            organizationId: fixture.organizationId,
            environmentId: fixture.environmentId,
            hash,
            kind: "pepper" as const,
          };
        });
        const rows = await findKeys(database.pool, wanted);
        found += rows.length;
      }
    }),
  );
  const took = (performance.now() - began) / 1000;
  await database.close();
  return `${Math.round(found / took)} keys/s in batches of ${batch} over 6 connections`;
}

function contextOn(fixture: BenchFixture, url: string, max: number) {
  return {
    actor: {
      type: "system" as const,
      organizationId: idSchema("organization").parse(fixture.organizationId),
      process: "bench",
    },
    db: openDatabase({ url, name: "bench-scale", max }),
    clock: systemClock,
    vault: new Vault([{ version: 1, secret: BENCH_SECRET }]),
    request: { requestId: "bench", ip: null, userAgent: null },
  };
}

/** Pages' reads a second on a database; throws when one fails or shows another tenant's rows. */
export async function measureReads(
  fixture: BenchFixture,
  url: string,
  seconds: number,
  clients: number,
): Promise<number> {
  const ctx = contextOn(fixture, url, clients);
  await Promise.all(Array.from({ length: clients }, () => listKeys(ctx, { limit: "50" })));
  let reads = 0;
  const began = performance.now();
  const until = began + seconds * 1000;
  try {
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < until) {
          const page = await listKeys(ctx, { limit: "50" });
          if (page.items.length !== 50) throw new Error(`The list has ${page.items.length} keys.`);
          await readUsage(ctx, { interval: "hour" });
          reads += 2;
        }
      }),
    );
  } finally {
    await ctx.db.close();
  }
  return reads / ((performance.now() - began) / 1000);
}

/** What goes through PgBouncer in transaction mode, and what does not. */
export async function tryThroughBouncer(url: string): Promise<string[]> {
  const told: string[] = [];
  const attempt = async (what: string, work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await work(client);
      told.push(`${what}: works`);
    } catch (error) {
      told.push(`${what}: fails (${error instanceof Error ? error.message : String(error)})`);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  await attempt("set_config(…, true) in a transaction, gone after it", async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT set_config('latchkey.organization_id', 'org_x', true)");
    await client.query("COMMIT");
    const left = await client.query<{ value: string | null }>(
      "SELECT current_setting('latchkey.organization_id', true) AS value",
    );
    if (left.rows[0]?.value) throw new Error("it stayed");
  });
  await attempt("prepared statements, as the verify server uses them", async (client) => {
    const others = Array.from({ length: 8 }, () => new pg.Client({ connectionString: url }));
    try {
      await Promise.all(others.map((other) => other.connect()));
      for (let round = 0; round < 5; round += 1) {
        await Promise.all(
          [client, ...others].map((one) =>
            one.query({ name: "bench-prepared", text: "SELECT $1::int, pg_sleep(0.01)", values: [round] }),
          ),
        );
      }
    } finally {
      await Promise.all(others.map((other) => other.end().catch(() => undefined)));
    }
  });
  await attempt("LISTEN, as the verify server and the queue use it", async (client) => {
    let heard = false;
    client.on("notification", () => {
      heard = true;
    });
    await client.query("LISTEN bench_scale");
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query("SELECT pg_notify('bench_scale', 'x')");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await other.end();
    if (!heard) throw new Error("nothing is heard");
  });
  return told;
}

/** A hot standby of the bench's Postgres: pages' reads on it, and how far it is behind while usage is written. */
export async function measureReplica(fixture: BenchFixture, port: number, seconds: number): Promise<string[]> {
  const admin = new pg.Client({ connectionString: fixture.adminUrl });
  await admin.connect();
  const { rows } = await admin.query<{ data: string }>("SELECT current_setting('data_directory') AS data");
  const primary = OwnPostgres.of(join(fixture.directory, "none"), fixture.adminUrl, rows[0]?.data ?? "");
  const standby = await primary.follow(port, { waitedFor: false });
  try {
    const own = new URL(fixture.appUrl);
    own.port = String(port);
    const lags: number[] = [];
    let watching = true;
    const watch = (async () => {
      while (watching) {
        const lag = await admin.query<{ ms: number }>(
          "SELECT coalesce(extract(epoch FROM replay_lag) * 1000, 0)::float8 AS ms FROM pg_stat_replication",
        );
        lags.push(lag.rows[0]?.ms ?? Number.NaN);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    const [ingested, reads] = await Promise.all([
      measureIngestion(fixture, seconds, 1000),
      measureReads(fixture, own.toString(), seconds, 4),
    ]);
    watching = false;
    await watch;
    lags.sort((a, b) => a - b);
    return [
      `pages' reads on the standby while the primary takes usage: ${Math.round(reads)}/s; meanwhile ${ingested}`,
      `the standby is behind by ${(lags[Math.floor(lags.length / 2)] ?? 0).toFixed(0)} ms (median), ${(lags.at(-1) ?? 0).toFixed(0)} ms at most`,
    ];
  } finally {
    await admin.end();
    await standby.stop();
  }
}
