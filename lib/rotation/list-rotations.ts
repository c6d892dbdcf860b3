import { and, inArray, lt, or, sql } from "drizzle-orm";
import { z } from "zod";
import { rotations } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { cursorInstantSchema, decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { canReadKeys } from "@/lib/keys/policy";
import { environmentRows } from "@/lib/keys/queries";
import { presentRotation } from "./present";
import { rotationRows } from "./queries";
import { pageOnlySchema, type rotationSchema } from "./schema";

const cursorSchema = z.tuple([cursorInstantSchema, z.string()]);

/** Rotations that were asked for by a schedule, a policy or a person, newest first; of keys that the actor may read. */
export async function listRotations(ctx: Context, query: unknown): Promise<Page<z.output<typeof rotationSchema>>> {
  requirePermission(ctx.actor, "keys:read");
  const { limit, cursor } = parseInput(pageOnlySchema, query);
  const after = cursor === undefined ? null : decodeCursor(cursor, cursorSchema);
  return withOrganization(ctx, async (tx) => {
    const readable = (await environmentRows(tx, ctx.actor.organizationId)).filter((row) => canReadKeys(ctx.actor, row));
    if (readable.length === 0) return { items: [], nextCursor: null };
    const inReach = sql`exists (select 1 from keys k where k.organization_id = ${rotations.organizationId}
      and k.id = ${rotations.keyId} and ${inArray(
        sql`k.environment_id`,
        readable.map(({ id }) => id),
      )})`;
    const before =
      after === null
        ? undefined
        : or(
            lt(rotations.createdAt, new Date(after[0])),
            and(sql`${rotations.createdAt} = ${after[0]}::timestamptz`, sql`${rotations.id} < ${after[1]}`),
          );
    const rows = await rotationRows(tx, ctx.actor.organizationId, and(inReach, before), limit + 1);
    const page = pageOf(rows, limit, ({ rotation }) => encodeCursor([rotation.createdAt.toISOString(), rotation.id]));
    return { items: page.items.map(presentRotation), nextCursor: page.nextCursor };
  });
}
