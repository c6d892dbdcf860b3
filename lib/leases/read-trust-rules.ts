import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { mayReadTrustRulesOf } from "./policy";
import { presentTrustRule } from "./present";
import { findTrustRule, findTrustRules, type TrustRuleRow } from "./queries";
import { listTrustRulesSchema, type TrustRule } from "./schema";

const cursorSchema = z.tuple([z.string()]);

function isReadable(ctx: Context, row: TrustRuleRow): boolean {
  return mayReadTrustRulesOf(ctx.actor, {
    id: row.environmentId,
    projectId: row.projectId,
    sensitivity: row.sensitivity,
  });
}

/** Trust rules of the environments the actor may read, newest first. @throws forbidden, invalid_input. */
export async function listTrustRules(ctx: Context, input: unknown): Promise<Page<TrustRule>> {
  requirePermission(ctx.actor, "service_tokens:read");
  const { limit, cursor, project, environment } = parseInput(listTrustRulesSchema, input);
  const before = cursor === undefined ? undefined : decodeCursor(cursor, cursorSchema)[0];
  const rows = await withOrganization(ctx, (tx) =>
    findTrustRules(tx, ctx.actor.organizationId, {
      limit: limit + 1,
      ...(project === undefined ? {} : { project }),
      ...(environment === undefined ? {} : { environment }),
      ...(before === undefined ? {} : { before }),
    }),
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
  return { ...page, items: page.items.filter((row) => isReadable(ctx, row)).map(presentTrustRule) };
}

/** @throws forbidden, not_found. */
export async function readTrustRule(ctx: Context, id: string): Promise<TrustRule> {
  requirePermission(ctx.actor, "service_tokens:read");
  const row = await withOrganization(ctx, (tx) => findTrustRule(tx, ctx.actor.organizationId, id));
  if (!row || !isReadable(ctx, row)) throw notFound("trust rule");
  return presentTrustRule(row);
}
