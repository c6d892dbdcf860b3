import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { findEnvironment } from "@/lib/projects/find-project";
import { presentPolicy } from "./present";
import { selectPolicy } from "./queries";
import type { PresentedPolicy } from "./schema";

/** An environment's rules as they are in force. @throws forbidden, not_found. */
export async function readPolicy(
  ctx: Context,
  names: { project: string; environment: string },
): Promise<PresentedPolicy> {
  return withOrganization(ctx, async (tx) => {
    const found = await findEnvironment(tx, ctx, names);
    const row = await selectPolicy(tx, ctx.actor.organizationId, found.environment.id);
    if (!row) throw notFound("policy");
    return presentPolicy(found, row);
  });
}
