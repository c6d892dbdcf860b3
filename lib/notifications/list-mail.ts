import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { forbidden } from "@/lib/core/errors";
import { idSchema } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { canManageMail } from "./policy";
import { presentMail } from "./present";
import { selectMails } from "./queries";
import { mailListSchema, type PresentedMail } from "./schema";

/** @throws forbidden for those who do not manage the organization's members. */
export function requireMailManager(ctx: Context): void {
  if (!canManageMail(ctx.actor)) throw forbidden("Only owners and admins see the organization's outbox.");
}

/** The organization's outbox, newest first; `state=dead` is what was given up. @throws forbidden, invalid_input. */
export async function listMail(ctx: Context, input: unknown): Promise<Page<PresentedMail>> {
  requireMailManager(ctx);
  const { limit, cursor, ...filters } = parseInput(mailListSchema, input);
  const before = cursor === undefined ? null : decodeCursor(cursor, z.tuple([idSchema("mail")]))[0];
  const rows = await withOrganization(ctx, (tx) =>
    selectMails(tx, ctx.actor.organizationId, filters, { before, limit: limit + 1 }),
  );
  const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
  return { items: page.items.map(presentMail), nextCursor: page.nextCursor };
}
