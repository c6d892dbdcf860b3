import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { installation } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import { openCountryLookup } from "@/lib/infra/geo/country";
import { boundedValues } from "@/lib/usage/ingest/bounded-values";
import { segmentWriter } from "@/lib/usage/ingest/write-segments";
import { foundingOf } from "@/scripts/demo/found";
import { DemoHouse } from "@/scripts/demo/house";
import { PLACES } from "@/scripts/demo/key";
import { lifeOf } from "@/scripts/demo/key-lives";
import { KEYS } from "@/scripts/demo/keys";
import type { TrafficKit } from "@/scripts/demo/kit";
import { officeHistory, requestHistory } from "@/scripts/demo/requests";
import { ruleHistory } from "@/scripts/demo/rules";
import { endpointsOf, usageHistory } from "@/scripts/demo/usage-history";

/** Segments of usage that are written at the same time. */
const LANES = 4;

export type SeedOptions = {
  appUrl: string;
  gatewayUrl: string;
  vault: Vault;
  password: string;
  now: Date;
  /** Days of usage; default all that is kept. */
  usageDays?: number;
  signal?: AbortSignal;
  tell(message: string): void;
};

/** Writes Acme with its history into an empty database, by the domain's verbs and the gateway's own ingest. */
export async function seedDemo(options: SeedOptions): Promise<TrafficKit> {
  const { vault, password, now, tell } = options;
  const app = openDatabase({ url: options.appUrl, name: "latchkey-demo", max: 2 });
  const gateway = openDatabase({ url: withoutWaiting(options.gatewayUrl), name: "latchkey-demo-usage", max: LANES });
  try {
    const house = new DemoHouse(app, vault, now);
    let machine = { id: "", token: "" };
    const history = [
      ...foundingOf(password),
      ...KEYS.flatMap(lifeOf),
      ...requestHistory(),
      ...ruleHistory(),
      ...officeHistory((serviceToken) => {
        machine = serviceToken;
      }),
    ].sort((a, b) => b.at - a.at);
    tell(`writing the history of Acme: ${history.length} events in 240 days`);
    for (const happening of history) {
      options.signal?.throwIfAborted();
      house.clock.set(house.daysAgo(happening.at));
      await happening.run(house);
    }
    await writeUsage(house, gateway.pool, machine.id, options);
    await app.drizzle.update(installation).set({ setUpAt: sql`${house.daysAgo(240).toISOString()}::timestamptz` });
    return kitOf(house, machine.token);
  } finally {
    await app.close();
    await gateway.close();
  }
}

async function writeUsage(
  house: DemoHouse,
  pool: Parameters<typeof segmentWriter>[0]["pool"],
  serviceTokenId: string,
  { tell, signal, usageDays }: SeedOptions,
): Promise<void> {
  const countryOf = await openCountryLookup();
  const write = segmentWriter({ pool, nodeId: newId("node"), bound: boundedValues(), countryOf });
  const startedAt = performance.now();
  // The days of all segments first, one after the other: of two that make the same day at once, one would fail.
  for (let ago = 90; ago >= 0; ago -= 1) {
    await pool.query("SELECT ensure_usage_partition($1::date)", [house.daysAgo(ago).toISOString().slice(0, 10)]);
  }
  let calls = 0;
  const segments = usageHistory(house, serviceTokenId, usageDays);
  // Several at once, as several gateways do: each takes the next segment of the one history.
  const work = async () => {
    for (const { name, segment } of segments) {
      signal?.throwIfAborted();
      const written = await write([{ name, segment }]);
      calls += written.calls;
    }
  };
  await Promise.all(Array.from({ length: LANES }, work));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  tell(`wrote ${calls.toLocaleString("en")} verifications in ${seconds} s`);
}

function kitOf(house: DemoHouse, token: string): TrafficKit {
  const callers = KEYS.filter((key) => key.live || key.name === "Legacy till" || key.name === "Leaked in a gist");
  return {
    organizationId: house.organizationId,
    token,
    keys: callers.map((key) => ({
      secret: house.key(key.name).secret,
      weight: key.live ? key.busy : 12,
      endpoints: endpointsOf(key),
      addresses: [...PLACES[key.from]],
      agent: key.agent,
    })),
  };
}

/** A crash while the demo is written means writing it anew, so no commit has to wait for the disk. */
function withoutWaiting(url: string): string {
  const address = new URL(url);
  address.searchParams.set("options", "-c synchronous_commit=off");
  return address.toString();
}
