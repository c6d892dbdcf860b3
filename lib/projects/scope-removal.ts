import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { requireStepUp } from "@/lib/core/permissions";
import type { FoundProject } from "./find-project";
import { selectKeysWithScopes, updateKeyScopes } from "./scope-queries";

/** Above this a removal is done key by key by their owners, not at one blow. */
const KEYS_AT_MOST = 1000;

export type LosingKey = { id: string; name: string; environment: string; scopes: string[] };

/** The live keys that have any of these scopes, with those they would lose. Locked, so that none changes meanwhile. */
export async function keysLosing(
  tx: Transaction,
  ctx: Context,
  { project, environments }: FoundProject,
  names: readonly string[],
): Promise<LosingKey[]> {
  const organizationId = project.organizationId;
  const rows = await selectKeysWithScopes(tx, organizationId, project.id, names, ctx.clock.now(), KEYS_AT_MOST + 1);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    environment: environments.find(({ id }) => id === row.environmentId)?.slug ?? row.environmentId,
    scopes: row.scopes.filter((scope) => names.includes(scope)),
  }));
}

/**
 * Makes sure that no live key has these scopes: refuses while one does, or with `force` takes them away, each key with
 * an audit row of its own. @throws conflict with the keys (100 at most), step_up_required.
 */
export async function releaseScopes(
  tx: Transaction,
  ctx: Context,
  found: FoundProject,
  names: readonly string[],
  force: boolean,
): Promise<LosingKey[]> {
  const organizationId = found.project.organizationId;
  const now = ctx.clock.now();
  const rows = await selectKeysWithScopes(tx, organizationId, found.project.id, names, now, KEYS_AT_MOST + 1);
  if (rows.length === 0) return [];
  const losing = await keysLosing(tx, ctx, found, names);
  if (!force || rows.length > KEYS_AT_MOST) {
    const many = rows.length > KEYS_AT_MOST ? `more than ${KEYS_AT_MOST}` : String(rows.length);
    const advice = force
      ? "Take them from the keys first."
      : "Take them from the keys first, or repeat with force=true.";
    throw conflict(`Live keys (${many}) have what would be removed. ${advice}`, { keys: losing.slice(0, 100) });
  }
  requireStepUp(ctx.actor, ctx.clock);
  for (const row of rows) {
    const left = row.scopes.filter((scope) => !names.includes(scope));
    await updateKeyScopes(tx, organizationId, row.id, left, now);
    await recordAudit(tx, ctx, {
      action: "key.scopes_removed",
      target: { type: "key", id: row.id, name: row.name },
      before: { scopes: row.scopes },
      after: { scopes: left },
      reason: "The scope was removed from the project's catalogue.",
    });
  }
  return losing;
}
