import { type Context, withOrganization } from "@/db/tenancy";
import { type NewLink, wrapSecret } from "@/lib/approvals/wrap-secret";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { type RotatedKey, rotateWithin } from "@/lib/keys/rotate-key";
import { rotateToLinkSchema } from "./schema";

/**
 * Rotates a key for somebody else: the new secret is never shown, it is in a single-use link whose key only this answer has.
 * Both happen or neither. @throws as `rotateKey`.
 */
export async function rotateToLink(
  ctx: Context,
  reference: string,
  body: unknown,
): Promise<Omit<RotatedKey, "secret"> & { link: NewLink }> {
  requirePermission(ctx.actor, "keys:write");
  const { overlap, reason, expiresIn, note } = parseInput(rotateToLinkSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const { secret, ...rotated } = await rotateWithin(tx, ctx, reference, { overlap, reason });
    return { ...rotated, link: await wrapSecret(tx, ctx, { key: rotated.key, secret, expiresIn, note }) };
  });
}
