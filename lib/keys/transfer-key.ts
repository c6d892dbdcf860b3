import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { findKeyFor, presentedKey } from "./find-key";
import { changeKey } from "./queries";
import { resolveOwner } from "./resolve-target";
import { type PresentedKey, transferKeySchema } from "./schema";

/**
 * Gives a key another owner: a member who may look after keys there, or a team.
 * @throws invalid_input (owner), not_found, forbidden, conflict (revoked, or owned by them already).
 */
export async function transferKey(ctx: Context, reference: string, body: unknown): Promise<{ key: PresentedKey }> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(transferKeySchema, body);
  return withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "transfer");
    const { id, name, ownerUserId, ownerTeamId } = found.row.key;
    const owner = await resolveOwner(tx, ctx, found.environment, input.owner, { path: "owner", mayGiveAway: true });
    if (owner.userId === ownerUserId && owner.teamId === ownerTeamId) throw conflict("They own the key already.");
    const changed = await changeKey(tx, ctx.actor.organizationId, id, {
      ownerUserId: owner.userId,
      ownerTeamId: owner.teamId,
      updatedAt: ctx.clock.now(),
    });
    if (!changed) throw conflict("The key is revoked; that is final.");
    const key = await presentedKey(tx, ctx, found);
    await recordAudit(tx, ctx, {
      action: "key.transferred",
      target: { type: "key", id, name },
      before: { ownerId: ownerUserId ?? ownerTeamId },
      after: { ownerId: key.ownerId, ownerName: key.ownerName },
      reason: input.reason,
    });
    return { key };
  });
}
