import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requireAuditReader } from "./list-audit-events";
import { presentCheckpoint } from "./present";
import { selectNewestCheckpoints } from "./queries";
import { checkpointListSchema, type PresentedCheckpoint } from "./schema";

/** The signed checkpoints, newest first: to be kept somewhere else. @throws forbidden, invalid_input. */
export async function listAuditCheckpoints(ctx: Context, input: unknown): Promise<Page<PresentedCheckpoint>> {
  requireAuditReader(ctx);
  const { limit, cursor } = parseInput(checkpointListSchema, input);
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int().min(0)]))[0];
  const rows = await withOrganization(ctx, (tx) =>
    selectNewestCheckpoints(tx, ctx.actor.organizationId, { before, limit: limit + 1 }),
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.seq]));
  return { items: page.items.map(presentCheckpoint), nextCursor: page.nextCursor };
}
