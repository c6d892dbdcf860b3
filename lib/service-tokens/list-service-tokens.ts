import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { idSchema } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { isWithinReach } from "./policy";
import { presentServiceToken } from "./present";
import { selectServiceToken, selectServiceTokens } from "./queries";
import { type PresentedServiceToken, serviceTokenListSchema } from "./schema";

/** The organization's machines, newest first; a bound machine sees those within its own reach. */
export async function listServiceTokens(ctx: Context, input: unknown): Promise<Page<PresentedServiceToken>> {
  requirePermission(ctx.actor, "service_tokens:read");
  const { limit, cursor, ...filters } = parseInput(serviceTokenListSchema, input);
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([idSchema("serviceToken")]))[0];
  const projectId = ctx.actor.type === "service_token" ? ctx.actor.projectId : null;
  const now = ctx.clock.now();
  const rows = await withOrganization(ctx, (tx) =>
    selectServiceTokens(tx, ctx.actor.organizationId, { ...filters, projectId }, { before, limit: limit + 1, now }),
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
  return {
    items: page.items.filter((row) => isWithinReach(ctx.actor, row)).map((row) => presentServiceToken(row, now)),
    nextCursor: page.nextCursor,
  };
}

/** One service token. @throws forbidden, not_found. */
export async function readServiceToken(ctx: Context, id: string): Promise<PresentedServiceToken> {
  requirePermission(ctx.actor, "service_tokens:read");
  const row = await withOrganization(ctx, (tx) => selectServiceToken(tx, ctx.actor.organizationId, id));
  if (!row || !isWithinReach(ctx.actor, row)) throw notFound("service token");
  return presentServiceToken(row, ctx.clock.now());
}
