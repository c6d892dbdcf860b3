import type { z } from "zod";
import type { Transaction } from "@/db/client";
import type { keys } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { canonicalJson } from "@/lib/audit/chain";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission, requireStepUp } from "@/lib/core/permissions";
import { expiryOf, storedLimit } from "./create-key";
import { type FoundKey, findKeyFor, presentedKey } from "./find-key";
import { actionRefusal, decideCreation, expiryErrors, policyErrors, stateRefusal, wideningOf } from "./policy";
import { auditedSettings, policyOf } from "./present";
import { changeKey, lockKey } from "./queries";
import { checkScopes } from "./resolve-target";
import { type PresentedKey, updateKeySchema } from "./schema";

type KeyRecord = typeof keys.$inferSelect;

/**
 * Changes what the body names and nothing else. What gives the key more than it had is bound by the environment's policy
 * and approvals; taking away never is. @throws invalid_input, not_found, forbidden, step_up_required, conflict (revoked).
 */
export async function updateKey(ctx: Context, reference: string, body: unknown): Promise<PresentedKey> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(updateKeySchema, body);
  return withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    const { organizationId } = ctx.actor;
    const now = ctx.clock.now();
    const before = await lockKey(tx, organizationId, found.row.key.id);
    const refusal = before ? stateRefusal("edit", { ...before, owned: true }, now) : "The key is gone.";
    if (!before || refusal) throw conflict(refusal ?? "The key is gone.");
    const after = { ...before, ...changesOf(input, now) };
    const changed = differences(auditedSettings(before), auditedSettings(after));
    if (changed.length === 0) return presentedKey(tx, ctx, found);
    await checkChange(tx, ctx, found, before, after);
    const columns = { ...changesOf(input, now), updatedAt: now };
    if (!(await changeKey(tx, organizationId, before.id, columns)))
      throw conflict("The key is revoked; that is final.");
    await recordAudit(tx, ctx, {
      action: "key.updated",
      target: { type: "key", id: before.id, name: after.name },
      before: pick(auditedSettings(before), changed),
      after: pick(auditedSettings(after), changed),
    });
    return presentedKey(tx, ctx, found);
  });
}

/** The columns that a body names. */
function changesOf(input: z.output<typeof updateKeySchema>, now: Date): Partial<KeyRecord> {
  const { expiresAt, expiresIn, notBefore, rateLimits, ...plain } = input;
  return {
    ...plain,
    ...(rateLimits === undefined ? {} : { rateLimits: rateLimits.map(storedLimit) }),
    ...(notBefore === undefined ? {} : { notBefore: notBefore === null ? null : new Date(notBefore) }),
    ...(expiresAt === undefined && expiresIn === undefined ? {} : { expiresAt: expiryOf(input, 0, now) }),
  };
}

/** @throws invalid_input, forbidden: what the catalogue, the policy or the actor's level does not allow. */
async function checkChange(
  tx: Transaction,
  ctx: Context,
  found: FoundKey,
  before: KeyRecord,
  after: KeyRecord,
): Promise<void> {
  const { environment, guarded } = found;
  const now = ctx.clock.now();
  const policy = policyOf(environment);
  const { sensitive } = await checkScopes(tx, ctx, environment, after.scopes, before.scopes);
  if (after.notBefore && after.expiresAt && after.notBefore >= after.expiresAt) {
    throw invalidInput("notBefore", "must be before the key expires");
  }
  // A key without limits of its own has the policy's.
  const inForce = (key: KeyRecord) => (key.rateLimits.length > 0 ? key.rateLimits : policy.defaultRateLimits);
  const widened = wideningOf({ ...before, rateLimits: inForce(before) }, { ...after, rateLimits: inForce(after) });
  // What was within the rules when it was made stays, until it is changed.
  const errors = policyErrors(policy, environment, after, now).filter(({ path }) => {
    const scope = after.scopes[Number(path.slice("scopes.".length))];
    if (path.startsWith("scopes.")) return scope !== undefined && !before.scopes.includes(scope);
    return path === "ipAllowlist" && widened.includes("ipAllowlist");
  });
  if (after.expiresAt?.getTime() !== before.expiresAt?.getTime()) {
    errors.push(...expiryErrors(policy, environment, after.expiresAt, now));
  }
  if (errors.length > 0) throw invalidInput(errors);
  if (widened.length === 0) return;
  const refusal = actionRefusal("widen", ctx.actor, environment, guarded, now);
  if (refusal) throw forbidden(refusal, { widened });
  // Rules of approval look at what is new only: an old expiry or an open network was agreed to before.
  const draft = {
    ...after,
    expiresAt: widened.includes("expiresAt") ? after.expiresAt : now,
    ipAllowlist: widened.includes("ipAllowlist") ? after.ipAllowlist : ["unchanged"],
    sensitive,
  };
  const decision = decideCreation(ctx.actor, environment, policy, draft, now);
  if (decision.kind === "refused") throw forbidden(decision.message, { widened });
  if (decision.kind === "approval") {
    throw forbidden(`This needs an approval (${decision.reasons.join(" and ")}).`, {
      widened,
      reasons: decision.reasons,
    });
  }
  if (policy.requireStepUp) requireStepUp(ctx.actor, ctx.clock);
}

function differences(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(after).filter((name) => canonicalJson(before[name]) !== canonicalJson(after[name]));
}

function pick(source: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, source[name]]));
}
