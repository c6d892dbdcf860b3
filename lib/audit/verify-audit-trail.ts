import { type Context, withOrganization } from "@/db/tenancy";
import type { SystemActor } from "@/lib/core/actor";
import { chainedEventOf, chainKey } from "./chain";
import { ChainChecker, type ChainFault } from "./chain-checker";
import { checkpointPublicKeys, type SignedCheckpoint } from "./checkpoint";
import { selectCheckpoints, selectEventsForward, selectHead } from "./queries";

export type TrailReport = { events: number; checkpoints: number; fault: ChainFault | null };

const BATCH = 1000;
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * Checks an organization's trail in the database: links, seals, numbering, head, and every checkpoint, with those kept
 * elsewhere where they are given. Names the first row that is broken or missing.
 */
export async function verifyAuditTrail(
  ctx: Context<SystemActor>,
  kept: readonly SignedCheckpoint[] = [],
): Promise<TrailReport> {
  const organizationId = ctx.actor.organizationId;
  const trusted = checkpointPublicKeys(ctx.vault);
  const checker = new ChainChecker(chainKey(ctx.vault, organizationId));
  for (const checkpoint of kept.filter((one) => one.organizationId === organizationId)) {
    checker.addCheckpoint(checkpoint, trusted);
  }
  for (let after = 0; ; ) {
    const range = { after, upTo: LAST, limit: BATCH };
    const rows = await withOrganization(ctx, (tx) => selectCheckpoints(tx, organizationId, range));
    const last = rows.at(-1);
    if (!last) break;
    for (const row of rows) checker.addCheckpoint(row, trusted);
    after = last.seq;
  }
  // The head is read after the checkpoints and before the events: what is recorded meanwhile is beyond it.
  const head = await withOrganization(ctx, (tx) => selectHead(tx, organizationId));
  for (let after = 0; ; ) {
    const range = { after, upTo: head?.seq ?? LAST, limit: BATCH };
    const rows = await withOrganization(ctx, (tx) => selectEventsForward(tx, organizationId, {}, range));
    const last = rows.at(-1);
    if (!last) break;
    for (const row of rows) checker.addEvent({ event: chainedEventOf(row), link: row.link, hash: row.hash });
    after = last.seq;
  }
  checker.end(head ? { lastSeq: head.seq, link: head.link } : { lastSeq: 0 });
  return { events: checker.events, checkpoints: checker.confirmed, fault: checker.fault };
}
