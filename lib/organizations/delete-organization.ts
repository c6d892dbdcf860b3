import { eq, sql } from "drizzle-orm";
import { identityProviders, linkedAccounts } from "@/db/schema/identity";
import { organizations } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { findOrganization } from "./queries";
import { deleteOrganizationSchema } from "./schema";

/**
 * Deletes the organization and everything in it, for good: keys are refused from the commit on. The slug is typed to confirm.
 * Only an owner, with a fresh factor. @throws forbidden, step_up_required, invalid_input.
 */
export async function deleteOrganization(ctx: Context, input: unknown): Promise<void> {
  if (ctx.actor.type !== "user" || ctx.actor.role !== "owner") {
    throw forbidden("Only an owner may delete the organization, in the dashboard.");
  }
  const { slug } = parseInput(deleteOrganizationSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  const { organizationId } = ctx.actor;
  await withOrganization(ctx, async (tx) => {
    const row = await findOrganization(tx, organizationId);
    if (!row) throw notFound("organization");
    if (row.slug !== slug) throw invalidInput([{ path: "slug", message: "is not the slug of this organization" }]);
    // The append-only trigger lets the trail go with its organization, and with nothing else.
    await tx.execute(sql`select set_config('latchkey.deleting_organization', ${organizationId}, true)`);
    const providers = await tx
      .select({ id: identityProviders.id })
      .from(identityProviders)
      .where(eq(identityProviders.organizationId, organizationId));
    for (const provider of providers) {
      await tx.delete(linkedAccounts).where(eq(linkedAccounts.provider, provider.id));
    }
    await tx.execute(sql`set local statement_timeout = '10min'`);
    await tx.execute(sql`select remove_organization_rows(${organizationId})`);
    const gone = await tx
      .delete(organizations)
      .where(eq(organizations.id, organizationId))
      .returning({ id: organizations.id });
    if (gone.length === 0) throw notFound("organization");
    // Gateways may still write what they counted before they heard of it.
    const runAt = new Date(ctx.clock.now().getTime() + 60_000);
    await enqueueJob(tx, "purge_organization", { organizationId }, { runAt });
  });
}

/** The job after a deletion: removes what was written for the organization since. */
export async function purgeOrganization(ctx: Context): Promise<void> {
  const { organizationId } = ctx.actor;
  await withOrganization(ctx, async (tx) => {
    if (await findOrganization(tx, organizationId)) throw new Error("This organization was not deleted.");
    await tx.execute(sql`set local statement_timeout = '10min'`);
    await tx.execute(sql`select remove_organization_rows(${organizationId})`);
  });
}
