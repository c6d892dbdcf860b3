import { type Context, withOrganization } from "@/db/tenancy";
import type { SystemActor } from "@/lib/core/actor";
import { signCheckpoint } from "./checkpoint";
import { insertCheckpoint, selectHead } from "./queries";

/**
 * Signs how far the organization's trail has come. Returns the number it was signed at, or null when nothing was
 * recorded since the last checkpoint (or ever).
 */
export async function signAuditCheckpoint(ctx: Context<SystemActor>): Promise<number | null> {
  return withOrganization(ctx, async (tx) => {
    const head = await selectHead(tx, ctx.actor.organizationId);
    if (!head || head.seq === 0) return null;
    const { organizationId, seq, hash, link } = head;
    const signed = signCheckpoint(ctx.vault, { organizationId, seq, link, at: ctx.clock.now() });
    const { at, signature, publicKey } = signed;
    const written = await insertCheckpoint(tx, { organizationId, seq, hash, link, at, signature, publicKey });
    return written ? seq : null;
  });
}
