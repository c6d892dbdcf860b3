import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { findKey } from "./find-key";
import { iso } from "./present";
import { versionRows } from "./queries";
import { type keyVersionSchema, pageOnlySchema } from "./schema";

export type PresentedVersion = z.output<typeof keyVersionSchema>;

/** The versions of a key, newest first, with how much each was used. @throws not_found. */
export async function listVersions(ctx: Context, reference: string, query: unknown): Promise<Page<PresentedVersion>> {
  const input = parseInput(pageOnlySchema, query);
  const [before] = input.cursor === undefined ? [2 ** 31 - 1] : decodeCursor(input.cursor, z.tuple([z.int32().min(1)]));
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const now = ctx.clock.now();
    const rows = await versionRows(tx, ctx.actor.organizationId, row.key.id, before, input.limit + 1);
    const page = pageOf(rows, input.limit, (version) => encodeCursor([version.number]));
    const status = (version: (typeof rows)[number]) => {
      if (version.endsAt !== null && version.endsAt <= now) return "ended" as const;
      return version.id === row.key.currentVersionId ? ("current" as const) : ("overlap" as const);
    };
    const items = page.items.map((version) => ({
      ...version,
      status: status(version),
      createdAt: version.createdAt.toISOString(),
      endsAt: iso(version.endsAt),
      lastUsedAt: version.lastUsedAt === null ? null : new Date(version.lastUsedAt).toISOString(),
    }));
    return { items, nextCursor: page.nextCursor };
  });
}
