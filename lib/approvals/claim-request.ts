import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { requests } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, LatchkeyError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { planKey, writeKey } from "@/lib/keys/create-key";
import { policyOf } from "@/lib/keys/present";
import type { PresentedKey } from "@/lib/keys/schema";
import type { PresentedRequest } from "./answer-schema";
import { requireUnchanged } from "./execute-request";
import { endOfLife, type KeyPayload, payloadSchema } from "./payload";
import { requestRefusal } from "./policy";
import { presentRequest } from "./present";
import { changeRequest } from "./queries";
import { claimRequestSchema } from "./schema";
import { requirePerson } from "./submit-request";
import { findRequest, type RequestView } from "./view-request";
import { type NewLink, wrapSecret } from "./wrap-secret";

export type Claim = { request: PresentedRequest; key: PresentedKey } & ({ secret: string } | { link: NewLink });

/**
 * Makes the key of an approved request, exactly as it was approved. Its secret is made at this moment and answered once: to
 * the requester, or wrapped in a single-use link for someone else.
 * @throws not_found, forbidden, step_up_required, conflict (claimed, expired, or the policy has changed since).
 */
export async function claimRequest(ctx: Context, reference: string, body: unknown): Promise<Claim> {
  const actor = requirePerson(ctx);
  const { handOver } = parseInput(claimRequestSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const view = await findRequest(tx, ctx, reference, true);
    const now = ctx.clock.now();
    const refusal = requestRefusal("claim", actor, view.person, view.guarded, view.fallback, now);
    if (refusal) throw view.row.request.requesterId === actor.userId ? conflict(refusal) : forbidden(refusal);
    if (policyOf(view.environment).requireStepUp) requireStepUp(actor, ctx.clock);
    const { key, secret } = await makeKey(tx, ctx, view);
    const link = handOver ? await wrapSecret(tx, ctx, { key, secret, ...handOver }) : null;
    const request = presentRequest(actor, await findRequest(tx, ctx, reference), now);
    return link ? { request, key, link } : { request, key, secret };
  });
}

/** Takes an approved request and makes its key; the request must be locked. @throws conflict. */
export async function makeKey(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
): Promise<{ key: PresentedKey; secret: string }> {
  const { request } = view.row;
  const payload = payloadSchema.parse(request.payload);
  if (payload.kind !== "create_key") throw conflict("There is nothing to claim: it took effect with the approval.");
  requireUnchanged(request, payload);
  const now = ctx.clock.now();
  const claimed = await changeRequest(tx, request, "approved", { state: "claimed", closedAt: now });
  if (!claimed) throw conflict("The request was claimed or cancelled at the same moment.");
  const made = await writeKey(tx, ctx, await planAgain(tx, ctx, payload));
  await tx
    .update(requests)
    .set({ keyId: keyIdOf(made.key) })
    .where(eq(requests.id, request.id));
  await recordAudit(tx, ctx, {
    action: "request.claimed",
    target: { type: "request", id: request.id, name: request.keyName },
    before: { state: "approved" },
    after: { state: "claimed", keyId: made.key.id, hash: request.payloadHash.toString("hex") },
  });
  return made;
}

function keyIdOf(key: PresentedKey): `key_${string}` {
  if (!key.id.startsWith("key_")) throw notFound("key");
  return `key_${key.id.slice(4)}`;
}

/** The plan of the payload under today's catalogue, members and limits. @throws conflict when they do not allow it any more. */
async function planAgain(tx: Transaction, ctx: Context, payload: KeyPayload) {
  const {
    kind: _kind,
    projectId,
    environmentId,
    ownerId,
    template,
    lifetime: _life,
    waiveNetwork,
    ...fields
  } = payload;
  const end = endOfLife(payload, ctx.clock.now());
  const input = {
    ...fields,
    project: projectId,
    environment: environmentId,
    owner: ownerId,
    expiresAt: end === null ? null : end.toISOString(),
  };
  try {
    const { plan } = await planKey(tx, ctx, input, { template, waivesNetwork: waiveNetwork });
    // Without a template at the time of asking there is none now.
    return { ...plan, template };
  } catch (error) {
    if (!(error instanceof LatchkeyError) || error.code !== "invalid_input") throw error;
    const why = error.fields.map(({ path, message }) => `${path}: ${message}`).join("; ");
    throw conflict(`Policy, catalogue or members have changed since this was asked (${why}). It has to be asked anew.`);
  }
}
