import type { Transaction } from "@/db/client";
import { grants, type requests } from "@/db/schema/approvals";
import type { Context } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, LatchkeyError } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { actorId } from "@/lib/core/permissions";
import { expiryErrors, policyErrors, stateRefusal } from "@/lib/keys/policy";
import { iso, policyOf } from "@/lib/keys/present";
import { changeKey, type EnvironmentRow, lockKey } from "@/lib/keys/queries";
import { checkScopes } from "@/lib/keys/resolve-target";
import { settleGrants } from "./grants";
import { type Payload, payloadHash } from "./payload";

type RequestRecord = typeof requests.$inferSelect;
type LockedKey = NonNullable<Awaited<ReturnType<typeof lockKey>>>;

/**
 * Does what an approved request says, no more and no less, in the transaction of its approval. What was stored is compared
 * with its hash first. @throws conflict when the world has moved on: the approval does not happen then.
 */
export async function executeRequest(
  tx: Transaction,
  ctx: Context,
  request: RequestRecord,
  payload: Exclude<Payload, { kind: "create_key" }>,
  environment: EnvironmentRow,
): Promise<void> {
  requireUnchanged(request, payload);
  const key = await lockKey(tx, ctx.actor.organizationId, payload.keyId);
  const refusal = key ? stateRefusal("edit", { ...key, owned: true }, ctx.clock.now()) : "The key is gone.";
  if (!key || refusal) throw conflict(refusal ?? "The key is gone.");
  const errors = await refusalsNow(tx, ctx, payload, key, environment);
  if (errors.length > 0) {
    throw conflict(
      `The policy or the catalogue has changed since this was asked: ${errors.join("; ")}. It has to be asked anew.`,
    );
  }
  if (payload.kind === "elevate" || payload.kind === "waive_network") return startGrant(tx, ctx, request, payload, key);
  const now = ctx.clock.now();
  const after =
    payload.kind === "extend_scopes"
      ? { scopes: [...new Set([...key.scopes, ...payload.scopes])].sort() }
      : { expiresAt: payload.expiresAt === null ? null : new Date(payload.expiresAt) };
  if (!(await changeKey(tx, ctx.actor.organizationId, key.id, { ...after, updatedAt: now }))) {
    throw conflict("The key is revoked; that is final.");
  }
  await recordAudit(tx, ctx, {
    action: payload.kind === "extend_scopes" ? "key.scopes_extended" : "key.expiry_extended",
    target: { type: "key", id: key.id, name: key.name },
    before: payload.kind === "extend_scopes" ? { scopes: key.scopes } : { expiresAt: iso(key.expiresAt) },
    after: { ...after, requestId: request.id },
    reason: request.reason,
  });
}

/** @throws conflict when what is stored is not what was agreed to. */
export function requireUnchanged(request: RequestRecord, payload: Payload): void {
  if (payloadHash(payload).equals(request.payloadHash)) return;
  throw conflict("What is stored is not what was approved. Nothing was done; tell an owner of the organization.");
}

async function refusalsNow(
  tx: Transaction,
  ctx: Context,
  payload: Exclude<Payload, { kind: "create_key" }>,
  key: LockedKey,
  environment: EnvironmentRow,
): Promise<string[]> {
  const now = ctx.clock.now();
  const policy = policyOf(environment);
  if (payload.kind === "extend_scopes" || payload.kind === "elevate") {
    const unknown = await unknownScopes(tx, ctx, environment, payload.scopes, key.scopes);
    if (unknown.length > 0) return unknown;
    return policyErrors(policy, environment, { ...key, scopes: payload.scopes }, now)
      .filter(({ path }) => path.startsWith("scopes."))
      .map(({ message }) => message);
  }
  if (payload.kind === "waive_network")
    return key.ipAllowlist.length === 0 ? ["the key has no allow-list any more"] : [];
  const expiresAt = payload.expiresAt === null ? null : new Date(payload.expiresAt);
  const isLater = key.expiresAt !== null && (expiresAt === null || expiresAt > key.expiresAt);
  const errors = expiryErrors(policy, environment, expiresAt, now).map(({ message }) => `the end ${message}`);
  return isLater ? errors : ["the key ends later than that already"];
}

async function unknownScopes(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  scopes: readonly string[],
  granted: readonly string[],
): Promise<string[]> {
  try {
    await checkScopes(tx, ctx, environment, scopes, granted);
    return [];
  } catch (error) {
    if (error instanceof LatchkeyError && error.code === "invalid_input")
      return error.fields.map(({ message }) => message);
    throw error;
  }
}

async function startGrant(
  tx: Transaction,
  ctx: Context,
  request: RequestRecord,
  payload: Extract<Payload, { kind: "elevate" | "waive_network" }>,
  key: LockedKey,
): Promise<void> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const id: Id<"grant"> = newId("grant", now.getTime());
  const endsAt = new Date(now.getTime() + payload.duration * 1000);
  const scopes = payload.kind === "elevate" ? payload.scopes : [];
  await tx.insert(grants).values({
    organizationId,
    id,
    keyId: key.id,
    requestId: request.id,
    kind: payload.kind === "elevate" ? "scopes" : "network",
    scopes,
    reason: request.reason,
    startsAt: now,
    endsAt,
    createdBy: actorId(ctx.actor),
  });
  await settleGrants(tx, organizationId, key.id, now);
  await recordAudit(tx, ctx, {
    action: payload.kind === "elevate" ? "grant.started" : "network_waiver.started",
    target: { type: "key", id: key.id, name: key.name },
    after: {
      grantId: id,
      ...(scopes.length > 0 ? { scopes } : {}),
      endsAt: endsAt.toISOString(),
      requestId: request.id,
    },
    reason: request.reason,
  });
}
