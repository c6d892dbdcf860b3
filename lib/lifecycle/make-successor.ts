import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { type AskedKey, askForKey } from "@/lib/approvals/ask-for-key";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { type FoundKey, findKeyFor } from "@/lib/keys/find-key";
import { expiryErrors } from "@/lib/keys/policy";
import { policyOf } from "@/lib/keys/present";
import { findTemplate } from "@/lib/keys/queries";
import { DAY } from "@/lib/rotation/local-time";

/** How long after its revocation a key can have a successor. */
export const SUCCESSOR_WITHIN = DAY;

/** The body of a new key with everything that the old one was, but its secret. */
async function bodyOf(tx: Transaction, ctx: Context, { row, environment }: FoundKey): Promise<Record<string, unknown>> {
  const { key } = row;
  const now = ctx.clock.now();
  const keepsDate = expiryErrors(policyOf(environment), environment, key.expiresAt, now).length === 0;
  const template =
    key.templateId === null ? null : await findTemplate(tx, ctx.actor.organizationId, key.projectId, key.templateId);
  return {
    name: key.name,
    project: key.projectId,
    environment: key.environmentId,
    owner: key.ownerTeamId ?? key.ownerUserId ?? undefined,
    purpose: key.purpose,
    scopes: key.scopes,
    methods: key.methods,
    paths: key.paths,
    ipAllowlist: key.ipAllowlist,
    countries: key.countries,
    rateLimits: key.rateLimits,
    quota: key.quota,
    concurrency: key.concurrency,
    tags: key.tags,
    ...(key.notBefore && key.notBefore > now ? { notBefore: key.notBefore.toISOString() } : {}),
    // A date that has passed, or that the policy does not allow any more, becomes the policy's default.
    ...(keepsDate ? { expiresAt: key.expiresAt?.toISOString() ?? null } : {}),
    ...(template ? { template: template.id } : {}),
  };
}

/**
 * Makes a key like one that was revoked in the last 24 hours, with a new secret; the revoked one stays revoked. Whoever may
 * not make such a key alone asks for it, as for any other.
 * @throws not_found, forbidden, step_up_required, conflict (not revoked, or too long ago), as `askForKey`.
 */
export async function makeSuccessor(ctx: Context, reference: string): Promise<AskedKey> {
  const { body, old } = await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    const { revokedAt } = found.row.key;
    if (found.row.key.state !== "revoked" || revokedAt === null) {
      throw conflict("The key is not revoked. Rotate it, or make a new one.");
    }
    if (ctx.clock.now().getTime() - revokedAt.getTime() > SUCCESSOR_WITHIN) {
      throw conflict("It was revoked more than 24 hours ago. Make a new key.");
    }
    return { body: await bodyOf(tx, ctx, found), old: found.row.key };
  });
  const asked = await askForKey(ctx, body);
  await withOrganization(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "key.succeeded",
      target: { type: "key", id: old.id, name: old.name },
      after: "key" in asked ? { successorId: asked.key.id } : { requestId: asked.request.id },
    }),
  );
  return asked;
}
