import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { findKey } from "./find-key";
import { pageOnlySchema, type timelineEventSchema } from "./schema";
import { timelineRows } from "./trail-queries";

export type TimelineEvent = z.output<typeof timelineEventSchema>;

/** What happened to a key and who did it, newest first. Whoever may read the key may read its timeline. @throws not_found. */
export async function listKeyTimeline(ctx: Context, reference: string, query: unknown): Promise<Page<TimelineEvent>> {
  const input = parseInput(pageOnlySchema, query);
  const [before] = input.cursor === undefined ? [null] : decodeCursor(input.cursor, z.tuple([z.int().min(1)]));
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const rows = await timelineRows(tx, ctx.actor.organizationId, row.key.id, before, input.limit);
    const page = pageOf(rows, input.limit, (event) => encodeCursor([event.seq]));
    const items = page.items.map((event) => {
      // An import names all keys of its batch; here only the one that is looked at.
      const after = event.action === "keys.imported" ? { ...event.after, keyIds: [row.key.id] } : event.after;
      return { ...event, after, at: event.at.toISOString() };
    });
    return { items, nextCursor: page.nextCursor };
  });
}
