import { afterEach, describe, expect, it } from "vitest";
import { type LimitStore, openLimitStore } from "@/lib/infra/redis/client";
import { hasRedis, TestRedis } from "@/lib/infra/redis/testing/server";
import { EnvironmentRules, KeyEntry, type KeyRow } from "@/lib/verification/entry";
import { type CountedCall, Limiter, type LimitOutcome, PLACE_MILLISECONDS } from "./limiter";

const rules = new EnvironmentRules(
  {
    organizationId: "org_1",
    projectId: "prj_1",
    environmentId: "env_1",
    slug: "production",
    tag: "prod",
    keyPrefix: "acme",
    sensitivity: "high",
    policy: {},
  },
  [],
);

let keys = 0;
function entry(
  limits: Partial<Pick<KeyRow, "rateLimits" | "quota" | "concurrency">>,
  keyId = `key_${++keys}`,
): KeyEntry {
  const row: KeyRow = {
    versionId: "kv_1",
    keyId,
    environmentId: "env_1",
    versionEndsAt: null,
    supersedes: false,
    name: "n",
    ownerId: "usr_1",
    state: "active",
    scopes: [],
    methods: [],
    paths: [],
    ipAllowlist: [],
    countries: [],
    rateLimits: [],
    quota: null,
    concurrency: null,
    tags: {},
    notBefore: null,
    expiresAt: null,
    quarantinedAt: null,
    granted: [],
    networkWaivedUntil: null,
    rotatedAt: 0,
    ...limits,
  };
  return new KeyEntry(row, rules, keyId, 0);
}

let requests = 0;
const call = (parts: Partial<CountedCall> = {}): CountedCall => ({
  method: null,
  path: null,
  cost: 1,
  requestId: `r${++requests}`,
  ...parts,
});

const open: { stop(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.stop();
});

function limiter(store: LimitStore | null = null, options: { used?: number; wall?: () => number } = {}): Limiter {
  const made = new Limiter({ store, countSince: async () => options.used ?? 0, wall: options.wall ?? Date.now });
  open.push(made);
  return made;
}

async function count(
  one: Limiter,
  key: KeyEntry,
  parts: Partial<CountedCall> = {},
  now = performance.now(),
): Promise<LimitOutcome> {
  if (key.limits === null) throw new Error("The key has no limits.");
  return one.count(key, key.limits, "UTC", call(parts), now);
}

describe("limits in memory", () => {
  it("several windows hold at once, and a refused call takes nothing", async () => {
    const one = limiter();
    const key = entry({
      rateLimits: [
        { limit: 3, window: 1 },
        { limit: 5, window: 100 },
      ],
    });
    const verdicts: string[] = [];
    for (const now of [0, 0, 0, 0, 1000, 1000, 1000, 2000]) verdicts.push((await count(one, key, {}, now)).verdict);
    expect(verdicts).toEqual([
      "VALID",
      "VALID",
      "VALID",
      "RATE_LIMITED",
      "VALID",
      "VALID",
      "RATE_LIMITED",
      "RATE_LIMITED",
    ]);
    const refused = await count(one, key, {}, 2000);
    expect(refused.rate).toMatchObject({ limit: 5, remaining: 0 });
    expect((await count(one, key, {}, 2000 + refused.retryMilliseconds)).verdict).toBe("VALID");
  });

  it("an endpoint's own limit counts instead of the general one", async () => {
    const one = limiter();
    const key = entry({
      rateLimits: [
        { limit: 2, window: 60 },
        { limit: 1, window: 60, endpoint: "POST /exports" },
      ],
    });
    expect((await count(one, key, { method: "POST", path: "/exports" }, 0)).verdict).toBe("VALID");
    expect((await count(one, key, { method: "POST", path: "/exports" }, 0)).verdict).toBe("RATE_LIMITED");
    expect((await count(one, key, { method: "GET", path: "/exports" }, 0)).verdict).toBe("VALID");
    expect((await count(one, key, {}, 0)).verdict).toBe("VALID");
    expect((await count(one, key, {}, 0)).verdict).toBe("RATE_LIMITED");
  });

  it("a change of other limits gives no new allowance", async () => {
    const one = limiter();
    const before = entry({ rateLimits: [{ limit: 1, window: 60 }] }, "key_edited");
    const after = entry(
      {
        rateLimits: [
          { limit: 1, window: 60 },
          { limit: 9, window: 3600 },
        ],
      },
      "key_edited",
    );
    expect((await count(one, before, {}, 0)).verdict).toBe("VALID");
    expect((await count(one, after, {}, 0)).verdict).toBe("RATE_LIMITED");
  });

  it("the month's quota goes on from what was used, and begins anew with the month of the organization's zone", async () => {
    let now = Date.parse("2026-11-30T23:59:00Z");
    const one = limiter(null, { used: 3, wall: () => now });
    const key = entry({ quota: 5 });
    const verdicts: string[] = [];
    for (let round = 0; round < 3; round += 1) verdicts.push((await count(one, key)).verdict);
    expect(verdicts).toEqual(["VALID", "VALID", "QUOTA_EXCEEDED"]);
    now = Date.parse("2026-12-01T00:00:01Z");
    expect((await count(one, key)).verdict).toBe("VALID");
  });

  it("places are taken, given back, and free by themselves after a minute", async () => {
    const one = limiter();
    const key = entry({ concurrency: 2 });
    expect((await count(one, key, { requestId: "a" }, 0)).verdict).toBe("VALID");
    expect((await count(one, key, { requestId: "b" }, 0)).verdict).toBe("VALID");
    expect((await count(one, key, { requestId: "c" }, 0)).verdict).toBe("CONCURRENCY_EXCEEDED");
    expect(await one.release("a", null)).toBe(true);
    expect(await one.release("a", null)).toBe(false);
    expect((await count(one, key, { requestId: "d" }, 0)).verdict).toBe("VALID");
    expect((await count(one, key, { requestId: "e" }, PLACE_MILLISECONDS - 1)).verdict).toBe("CONCURRENCY_EXCEEDED");
    expect((await count(one, key, { requestId: "f" }, PLACE_MILLISECONDS + 1)).verdict).toBe("VALID");
  });
});

/** Redis that is busy may be slow here too: calls that it did not answer are counted by the caller and asserted on. */
describe.skipIf(!hasRedis)("limits over gateways, with a real Redis (skipped without redis-server)", () => {
  const stores: LimitStore[] = [];
  const servers: TestRedis[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) store.close();
    for (const server of servers.splice(0)) await server.stop();
  });

  async function gateways(url: string, number: number): Promise<Limiter[]> {
    const made: Limiter[] = [];
    for (let index = 0; index < number; index += 1) {
      const store = openLimitStore(url, () => undefined, { milliseconds: 5000 });
      stores.push(store);
      while (!store.ready) await new Promise((resolve) => setTimeout(resolve, 10));
      made.push(limiter(store));
    }
    return made;
  }

  async function admitted(
    limiters: Limiter[],
    key: KeyEntry,
    calls: number,
    clients = 64,
  ): Promise<Record<string, number>> {
    const verdicts: Record<string, number> = {};
    let left = calls;
    await Promise.all(
      Array.from({ length: clients }, async (_, client) => {
        while (left > 0) {
          left -= 1;
          const one = limiters[(client + left) % limiters.length];
          if (!one) continue;
          const { verdict } = await count(one, key);
          verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
        }
      }),
    );
    return verdicts;
  }

  it("four gateways and 10,000 calls admit exactly the limit, on one Redis", async () => {
    const redis = await TestRedis.start();
    servers.push(redis);
    const limiters = await gateways(redis.url, 4);
    const key = entry({ rateLimits: [{ limit: 500, window: 86_400 }] });
    expect(await admitted(limiters, key, 10_000)).toEqual({ VALID: 500, RATE_LIMITED: 9500 });
    expect(limiters.map((one) => one.storeErrors)).toEqual([0, 0, 0, 0]);
  });

  it("and on a cluster of three, with windows, quota and places in one round trip", async () => {
    const nodes = await TestRedis.startCluster();
    servers.push(...nodes);
    const limiters = await gateways(nodes.map((node) => node.url).join(","), 4);
    for (let round = 0; round < 6; round += 1) {
      const key = entry({
        rateLimits: [
          { limit: 5000, window: 86_400 },
          { limit: 4000, window: 80_000, burst: 4000 },
        ],
        quota: 100,
      });
      expect(await admitted(limiters, key, 400)).toEqual({ VALID: 100, QUOTA_EXCEEDED: 300 });
    }
    const busy = entry({ concurrency: 7 });
    expect(await admitted(limiters, busy, 100)).toEqual({ VALID: 7, CONCURRENCY_EXCEEDED: 93 });
    expect(limiters.map((one) => one.storeErrors)).toEqual([0, 0, 0, 0]);
  });

  it("a place taken at one gateway is given back at another", async () => {
    const redis = await TestRedis.start();
    servers.push(redis);
    const [first, second] = await gateways(redis.url, 2);
    if (!first || !second) throw new Error("There are two.");
    const key = entry({ concurrency: 1 });
    expect((await count(first, key, { requestId: "held" })).verdict).toBe("VALID");
    expect((await count(second, key)).verdict).toBe("CONCURRENCY_EXCEEDED");
    expect(await second.release("held", { organizationId: "org_1", keyId: key.keyId })).toBe(true);
    expect((await count(second, key)).verdict).toBe("VALID");
  });

  it("Redis stopped, killed or flushed never means no limit, and is counted", async () => {
    const redis = await TestRedis.start();
    servers.push(redis);
    const store = openLimitStore(redis.url, () => undefined);
    stores.push(store);
    while (!store.ready) await new Promise((resolve) => setTimeout(resolve, 10));
    const one = limiter(store);
    const key = entry({ rateLimits: [{ limit: 10, window: 86_400 }] });
    for (let round = 0; round < 4; round += 1) expect((await count(one, key)).verdict).toBe("VALID");
    redis.command("flushall");
    for (let round = 0; round < 3; round += 1) expect((await count(one, key)).verdict).toBe("VALID");

    redis.signal("SIGSTOP");
    const asked = performance.now();
    for (let round = 0; round < 2; round += 1) expect((await count(one, key)).verdict).toBe("VALID");
    expect(performance.now() - asked).toBeLessThan(2000);
    expect(one.storeErrors).toBeGreaterThan(0);
    redis.signal("SIGCONT");
    await redis.stop();
    expect((await count(one, key)).verdict).toBe("VALID");
    for (let round = 0; round < 5; round += 1) expect((await count(one, key)).verdict).toBe("RATE_LIMITED");
  });
});
