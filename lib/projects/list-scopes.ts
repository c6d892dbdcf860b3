import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { findProject } from "./find-project";
import { presentScope } from "./present";
import { type PresentedScope, scopeListSchema } from "./schema";
import { selectScopes } from "./scope-queries";

/** A project's scope catalogue by name. @throws forbidden, not_found, invalid_input. */
export async function listScopes(ctx: Context, project: string, input: unknown): Promise<Page<PresentedScope>> {
  return withOrganization(ctx, async (tx) => {
    const found = await findProject(tx, ctx, project);
    const { limit, cursor, ...filters } = parseInput(scopeListSchema, input);
    const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string()]))[0];
    const { organizationId, id } = found.project;
    const rows = await selectScopes(tx, organizationId, id, filters, { after, limit: limit + 1 });
    const page = pageOf(rows, limit, (row) => encodeCursor([row.name]));
    return { items: page.items.map(presentScope), nextCursor: page.nextCursor };
  });
}
