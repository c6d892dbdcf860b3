import { openDatabase } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { UserActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { LatchkeyError } from "@/lib/core/errors";
import { Vault } from "@/lib/core/vault";
import { cancelRequest } from "../cancel-request";
import { claimRequest } from "../claim-request";
import { approveRequest, denyRequest } from "../decide-request";

/** One half of a race: what a web process of its own does when it is told to go. */
export type RaceOrder = {
  appUrl: string;
  master: string;
  calls: { verb: "approve" | "deny" | "cancel" | "claim"; requestId: string; actor: Omit<UserActor, "mfaAt"> }[];
};

async function main(): Promise<void> {
  const order: RaceOrder = JSON.parse(process.argv[2] ?? "{}");
  const db = openDatabase({ url: order.appUrl, name: "race", max: 25 });
  const vault = new Vault([{ version: 1, secret: Buffer.from(order.master, "base64") }]);
  // Connections are open before the start, so that the calls meet.
  await Promise.all(order.calls.map(() => db.pool.query("select pg_sleep(0.05)")));
  process.stdout.write("ready\n");
  await new Promise((resolve) => process.stdin.once("data", resolve));
  const results = await Promise.all(
    order.calls.map(async ({ verb, requestId, actor }) => {
      const ctx: Context = {
        actor: { ...actor, mfaAt: systemClock.now() },
        db,
        vault,
        clock: systemClock,
        request: { requestId: "race", ip: null, userAgent: null },
      };
      try {
        if (verb === "approve") return (await approveRequest(ctx, requestId, {})).state;
        if (verb === "deny") return (await denyRequest(ctx, requestId, { reason: "race" })).state;
        if (verb === "cancel") return (await cancelRequest(ctx, requestId, {})).state;
        return (await claimRequest(ctx, requestId, {})).request.state;
      } catch (error) {
        return error instanceof LatchkeyError ? error.code : `failed: ${String(error)}`;
      }
    }),
  );
  process.stdout.write(`${JSON.stringify(results)}\n`);
  await db.close();
  process.stdin.pause();
}

await main();
