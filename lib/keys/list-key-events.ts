import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { VERDICTS } from "@/lib/core/enums";
import { invalidInput } from "@/lib/core/errors";
import { cursorInstantSchema, decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { findKey } from "./find-key";
import { type keyEventSchema, keyEventsSchema } from "./schema";
import { type EventRow, eventRows } from "./trail-queries";

export type PresentedEvent = z.output<typeof keyEventSchema>;

// The place is a tid of Postgres: a block below 2^32 and a line below 2^16.
const cursorSchema = z.tuple([
  cursorInstantSchema,
  z.string().refine((text) => {
    const [, block, line] = /^\((\d{1,10}),(\d{1,5})\)$/.exec(text) ?? [];
    return block !== undefined && Number(block) < 2 ** 32 && Number(line) < 2 ** 16;
  }),
]);

/** A key's recent verifications, newest first, as far back as events are kept. @throws not_found, invalid_input. */
export async function listKeyEvents(ctx: Context, reference: string, query: unknown): Promise<Page<PresentedEvent>> {
  const input = parseInput(keyEventsSchema, query);
  if (input.verdict !== undefined && !VERDICTS.some((verdict) => verdict === input.verdict)) {
    throw invalidInput("verdict", `must be one of ${VERDICTS.join(", ")}`);
  }
  const after = input.cursor === undefined ? null : decodeCursor(input.cursor, cursorSchema);
  const filter = {
    verdict: input.verdict,
    version: input.version,
    from: input.from === undefined ? undefined : new Date(input.from),
    to: input.to === undefined ? undefined : new Date(input.to),
  };
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const rows = await eventRows(tx, ctx.actor.organizationId, row.key.id, filter, after, input.limit);
    const page = pageOf(rows, input.limit, (event) => encodeCursor([event.at, event.place]));
    return { items: page.items.map(presentEvent), nextCursor: page.nextCursor };
  });
}

function presentEvent({ place: _, at, ...event }: EventRow): PresentedEvent {
  return { ...event, at: new Date(at).toISOString() };
}
