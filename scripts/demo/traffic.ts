import { setTimeout as sleep } from "node:timers/promises";
import type { TrafficKit } from "@/scripts/demo/kit";
import { SeededRandom } from "@/scripts/demo/random";

/** Pause between two calls, in milliseconds: a few calls a second. */
const PAUSES = { shortest: 150, longest: 650 };

export type TrafficOptions = { gatewayUrl: string; kit: TrafficKit; signal: AbortSignal; seed: number };

/** Verifies the demo's keys through the gateway, one call after the other, until the signal ends it. Never throws. */
export async function runTraffic({ gatewayUrl, kit, signal, seed }: TrafficOptions): Promise<void> {
  const random = new SeededRandom(seed);
  while (!signal.aborted) {
    try {
      await verifyOnce(gatewayUrl, kit, random, signal);
      await sleep(random.between(PAUSES.shortest, PAUSES.longest), undefined, { signal });
    } catch {
      // The gateway is being started again, or the demo ends: the loop's condition tells which.
      await sleep(2000, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function verifyOnce(
  gatewayUrl: string,
  kit: TrafficKit,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  const key = random.pick(kit.keys, ({ weight }) => weight);
  const [method, pattern] = random.pick(key.endpoints).split(" ");
  // One in forty asks for what its key may not do.
  const scopes = random.next() < 0.025 ? { scopes: ["demo:forbidden"] } : {};
  const response = await fetch(`${gatewayUrl}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${kit.token}`, "content-type": "application/json" },
    body: JSON.stringify({
      key: key.secret,
      method,
      path: pattern?.replace("{id}", String(random.between(1000, 9999))),
      ip: random.pick(key.addresses),
      userAgent: key.agent,
      ...scopes,
    }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]),
  });
  await response.arrayBuffer();
}
