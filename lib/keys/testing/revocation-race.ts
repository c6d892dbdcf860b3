import type pg from "pg";
import type { Context } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { extendKey } from "@/lib/lifecycle/extend-key";
import { createKey } from "../create-key";
import { disableKey } from "../disable-key";
import { enableKey } from "../enable-key";
import { revokeKey } from "../revoke-key";
import { rotateKey } from "../rotate-key";
import { transferKey } from "../transfer-key";
import { updateKey } from "../update-key";

/** A key that is raced for, and who may be given it. */
export type Raced = { key: string; heir: string };

/** Everything that changes a key, by name: a race may reach into another process. */
const CALLS = {
  revoke: (ctx: Context, { key }: Raced) => revokeKey(ctx, key, { reason: "key_compromise" }),
  rotate: (ctx: Context, { key }: Raced) => rotateKey(ctx, key, { overlap: "1h" }),
  "rotate at once": (ctx: Context, { key }: Raced) => rotateKey(ctx, key, { overlap: 0 }),
  disable: (ctx: Context, { key }: Raced) => disableKey(ctx, key, {}),
  enable: (ctx: Context, { key }: Raced) => enableKey(ctx, key, {}),
  edit: (ctx: Context, { key }: Raced) => updateKey(ctx, key, { name: "raced and renamed", expiresIn: "20d" }),
  widen: (ctx: Context, { key }: Raced) => updateKey(ctx, key, { scopes: ["items:read", "items:write"] }),
  transfer: (ctx: Context, { key, heir }: Raced) => transferKey(ctx, key, { owner: heir }),
  extend: (ctx: Context, { key }: Raced) => extendKey(ctx, key, { expiresIn: "60d" }),
} satisfies Record<string, (ctx: Context, raced: Raced) => Promise<unknown>>;

export type RacedCall = keyof typeof CALLS;
export const RACED_CALLS: readonly string[] = Object.keys(CALLS).sort();
const OTHERS: readonly RacedCall[] = [
  "rotate",
  "disable",
  "edit",
  "enable",
  "transfer",
  "rotate at once",
  "extend",
  "widen",
];

/** What became of a call: `done`, the code of its refusal, or what else went wrong. */
type Outcome = { call: RacedCall; outcome: string };
/** Somebody who makes these calls at the same moment: this process or another one. */
export type Racer = (raced: Raced, calls: readonly RacedCall[]) => Promise<Outcome[]>;

/** A racer in this process. */
export function racerOf(ctx: Context): Racer {
  return (raced, calls) =>
    Promise.all(
      calls.map(async (call) => {
        try {
          await CALLS[call](ctx, raced);
          return { call, outcome: "done" };
        } catch (error) {
          return { call, outcome: error instanceof LatchkeyError ? error.code : `failed: ${String(error)}` };
        }
      }),
    );
}

export type Round = { faults: string[]; done: RacedCall[] };

/**
 * One round of a history: a key is revoked while everything else is tried on it, by all racers at once. The revocation comes
 * first, last and everywhere between, by another racer each time, as the rounds go on; every third key is disabled before.
 * Resolves to what the round left that must not be, and to which calls took effect.
 */
export async function raceRevocation(
  ctx: Context,
  admin: Pick<pg.Pool, "query">,
  racers: readonly Racer[],
  heir: string,
  round: number,
): Promise<Round> {
  const made = await createKey(ctx, {
    name: `raced ${round}`,
    project: "api",
    environment: "development",
    scopes: ["items:read"],
    expiresIn: "30d",
  });
  const raced = { key: made.key.id, heir };
  if (round % 3 === 2) await disableKey(ctx, raced.key, {});
  const calls = [...OTHERS];
  calls.splice(Math.floor(round / racers.length) % (calls.length + 1), 0, "revoke");
  const shared = racers.map((_, racer) => calls.filter((_, place) => (place + round) % racers.length === racer));
  const outcomes = (await Promise.all(racers.map((race, racer) => race(raced, shared[racer] ?? [])))).flat();
  const late = (await Promise.all(racers.map((race) => race(raced, OTHERS)))).flat();
  return {
    faults: [...faultsIn(outcomes, late), ...(await faultsLeft(admin, raced.key))].map(
      (fault) => `round ${round}: the key ${fault}`,
    ),
    done: outcomes.filter(({ outcome }) => outcome === "done").map(({ call }) => call),
  };
}

function faultsIn(outcomes: readonly Outcome[], late: readonly Outcome[]): string[] {
  const wrong = outcomes.filter(({ outcome }) => outcome !== "done" && outcome !== "conflict");
  const after = late.filter(({ outcome }) => outcome !== "conflict");
  return [
    ...wrong.map(({ call, outcome }) => `answered ${call} with ${outcome}`),
    ...after.map(({ call, outcome }) => `answered ${call} after its end with ${outcome}`),
  ];
}

/** What the database holds of a revoked key that must not be. */
async function faultsLeft(admin: Pick<pg.Pool, "query">, id: string): Promise<string[]> {
  const { rows } = await admin.query<{ state: string; live: number; revocations: number; last: string }>(
    `select k.state,
       (select count(*)::int from key_versions v where v.key_id = k.id and (v.ends_at is null or v.ends_at > now())) as live,
       (select count(*)::int from audit_events e where e.target_id = k.id and e.action = 'key.revoked') as revocations,
       (select action from audit_events e where e.target_id = k.id order by seq desc limit 1) as last
     from keys k where k.id = $1`,
    [id],
  );
  const [left] = rows;
  if (!left) return ["is gone"];
  return [
    ...(left.state === "revoked" ? [] : [`is ${left.state}`]),
    ...(left.live === 0 ? [] : ["has a live version"]),
    ...(left.revocations === 1 ? [] : [`was revoked ${left.revocations} times`]),
    // Nothing was written about the key after its end.
    ...(left.last === "key.revoked" ? [] : [`was changed after its end: ${left.last}`]),
  ];
}
