import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { forbidden } from "@/lib/core/errors";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { canReadAudit } from "./policy";
import { presentAuditEvent } from "./present";
import { selectEvents } from "./queries";
import { auditListSchema, type PresentedAuditEvent } from "./schema";

/** @throws forbidden for those who may not read the trail. */
export function requireAuditReader(ctx: Context): void {
  if (canReadAudit(ctx.actor)) return;
  throw forbidden(
    ctx.actor.type === "user"
      ? `The role ${ctx.actor.role} does not allow audit:read. Ask an owner or an admin.`
      : "This service token does not allow audit:read, or is bound to a part of the organization.",
    { permission: "audit:read" },
  );
}

/** The audit trail, newest first. @throws forbidden, invalid_input. */
export async function listAuditEvents(ctx: Context, input: unknown): Promise<Page<PresentedAuditEvent>> {
  requireAuditReader(ctx);
  const { limit, cursor, ...filters } = parseInput(auditListSchema, input);
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.int().min(0)]))[0];
  const rows = await withOrganization(ctx, (tx) =>
    selectEvents(tx, ctx.actor.organizationId, filters, { before, limit: limit + 1 }),
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.seq]));
  return { items: page.items.map(presentAuditEvent), nextCursor: page.nextCursor };
}
