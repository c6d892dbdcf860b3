import { randomBytes } from "node:crypto";
import { resolveTxt } from "node:dns/promises";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { organizationDomains } from "@/db/schema/identity";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { takeAttempt } from "@/lib/identity/throttle";
import { requireManager } from "../require-manager";
import { isTaken } from "../update-organization";
import { addDomainSchema, type domainSchema } from "./schema";

type Presented = z.output<typeof domainSchema>;
/** Finds the TXT records of a name; `node:dns` unless a test says otherwise. */
export type TxtResolver = (name: string) => Promise<string[][]>;

function present(row: typeof organizationDomains.$inferSelect): Presented {
  return {
    domain: row.domain,
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    record: { name: `_latchkey.${row.domain}`, type: "TXT", value: `latchkey-domain=${row.proof}` },
    createdAt: row.createdAt.toISOString(),
  };
}

/** The e-mail domains of the organization, with the record that proves each. */
export async function listDomains(ctx: Context): Promise<{ items: Presented[]; nextCursor: null }> {
  requireManager(ctx.actor);
  return withOrganization(ctx, async (tx) => {
    const rows = await tx
      .select()
      .from(organizationDomains)
      .where(eq(organizationDomains.organizationId, ctx.actor.organizationId))
      .orderBy(organizationDomains.domain);
    return { items: rows.map(present), nextCursor: null };
  });
}

/** Adds a domain, which counts for nothing until it is verified. @throws forbidden, step_up_required, conflict. */
export async function addDomain(ctx: Context, input: unknown): Promise<Presented> {
  requireManager(ctx.actor);
  const { domain } = parseInput(addDomainSchema, input);
  requireStepUp(ctx.actor, ctx.clock);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const [row] = await tx
      .insert(organizationDomains)
      .values({ organizationId, domain, proof: randomBytes(24).toString("base64url"), createdAt: ctx.clock.now() })
      .onConflictDoNothing()
      .returning();
    if (!row) throw conflict("This domain is on the list already.");
    await recordAudit(tx, ctx, { action: "domain.added", target: { type: "domain", id: null, name: domain } });
    return present(row);
  });
}

/** Looks the record up, and from then on believes the identity provider about addresses of the domain. @throws conflict, not_found. */
export async function verifyDomain(
  ctx: Context,
  domain: string,
  resolve: TxtResolver = resolveTxt,
): Promise<Presented> {
  requireManager(ctx.actor);
  requireStepUp(ctx.actor, ctx.clock);
  const { organizationId } = ctx.actor;
  await takeAttempt(ctx, [{ bucket: `domain-verify:${organizationId}`, limit: 30, window: 3_600_000 }]);
  const mine = and(eq(organizationDomains.organizationId, organizationId), eq(organizationDomains.domain, domain));
  const row = await withOrganization(ctx, async (tx) => (await tx.select().from(organizationDomains).where(mine))[0]);
  if (!row) throw notFound("domain");
  if (row.verifiedAt) return present(row);
  const { name, value } = present(row).record;
  const records = await resolve(name).catch(() => []);
  if (!records.some((parts) => parts.join("") === value)) {
    throw conflict(`There is no TXT record ${name} with the value shown yet. DNS may take a while.`);
  }
  try {
    return await withOrganization(ctx, async (tx) => {
      const [verified] = await tx
        .update(organizationDomains)
        .set({ verifiedAt: ctx.clock.now() })
        .where(mine)
        .returning();
      if (!verified) throw notFound("domain");
      await recordAudit(tx, ctx, { action: "domain.verified", target: { type: "domain", id: null, name: domain } });
      return present(verified);
    });
  } catch (error) {
    if (isTaken(error)) throw conflict("Another organization of this installation has verified the domain.");
    throw error;
  }
}

/** Takes a domain off the list. @throws not_found. */
export async function removeDomain(ctx: Context, domain: string): Promise<void> {
  requireManager(ctx.actor);
  requireStepUp(ctx.actor, ctx.clock);
  await withOrganization(ctx, async (tx) => {
    const removed = await tx
      .delete(organizationDomains)
      .where(
        and(eq(organizationDomains.organizationId, ctx.actor.organizationId), eq(organizationDomains.domain, domain)),
      )
      .returning({ domain: organizationDomains.domain });
    if (removed.length === 0) throw notFound("domain");
    await recordAudit(tx, ctx, { action: "domain.removed", target: { type: "domain", id: null, name: domain } });
  });
}
