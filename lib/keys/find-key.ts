import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { Permission } from "@/lib/core/enums";
import { forbidden, notFound } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/core/permissions";
import { actionRefusal, canReadKeys, type GuardedKey } from "./policy";
import { presentKey } from "./present";
import { type EnvironmentRow, environmentRows, isInTeam, type KeyRow, keyRows } from "./queries";
import type { KeyAction, PresentedKey } from "./schema";

export type FoundKey = { row: KeyRow; environment: EnvironmentRow; guarded: GuardedKey };

/** The actor's view of a key by its id. @throws not_found, also for one the actor may not read: the two look the same. */
export async function findKey(
  tx: Transaction,
  ctx: Context,
  reference: string,
  permission: Permission = "keys:read",
): Promise<FoundKey> {
  requirePermission(ctx.actor, permission);
  const [row] = isId("key", reference) ? await keyRows(tx, ctx.actor.organizationId, [reference]) : [];
  if (!row) throw notFound("key");
  const all = await environmentRows(tx, ctx.actor.organizationId);
  const environment = all.find(({ id }) => id === row.key.environmentId);
  if (!environment || !canReadKeys(ctx.actor, environment)) throw notFound("key");
  return { row, environment, guarded: { ...row.key, owned: await owns(tx, ctx, row.key) } };
}

async function owns(tx: Transaction, ctx: Context, key: KeyRow["key"]): Promise<boolean> {
  if (ctx.actor.type !== "user") return false;
  if (key.ownerTeamId) return isInTeam(tx, ctx.actor, key.ownerTeamId);
  return key.ownerUserId === ctx.actor.userId;
}

/** Finds a key and makes sure that the actor may do this with it, whatever its state. @throws not_found, forbidden. */
export async function findKeyFor(
  tx: Transaction,
  ctx: Context,
  reference: string,
  action: KeyAction,
): Promise<FoundKey> {
  const found = await findKey(tx, ctx, reference, "keys:write");
  // The state is decided by SQL afterwards; here only who asks.
  const anyState: GuardedKey = {
    state: action === "enable" ? "disabled" : "active",
    expiresAt: null,
    owned: found.guarded.owned,
  };
  const refusal = actionRefusal(action, ctx.actor, found.environment, anyState, ctx.clock.now());
  if (refusal) throw forbidden(refusal);
  return found;
}

/** The key as it is now, for an answer. */
export async function presentedKey(tx: Transaction, ctx: Context, found: FoundKey): Promise<PresentedKey> {
  const [row] = await keyRows(tx, ctx.actor.organizationId, [found.row.key.id]);
  if (!row) throw notFound("key");
  return presentKey(row, found.environment, ctx.clock.now());
}
