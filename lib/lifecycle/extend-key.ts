import type { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { conflict, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { type FoundKey, findKey, findKeyFor } from "@/lib/keys/find-key";
import { actionRefusal, decideCreation } from "@/lib/keys/policy";
import { iso, policyOf } from "@/lib/keys/present";
import type { PresentedKey } from "@/lib/keys/schema";
import { updateKey } from "@/lib/keys/update-key";
import { extendKeySchema, type extensionSchema } from "./schema";

/** Seconds that an extension gives where nobody says otherwise. */
function suggestedLifetime({ environment }: FoundKey): number {
  const { defaultLifetime, longestLifetime } = policyOf(environment);
  return Math.min(defaultLifetime, longestLifetime ?? defaultLifetime);
}

/** How far a key may be extended now, and whether the caller may do it alone. @throws not_found. */
export async function readExtension(ctx: Context, reference: string): Promise<z.output<typeof extensionSchema>> {
  return withOrganization(ctx, async (tx) => {
    const found = await findKey(tx, ctx, reference);
    const { row, environment, guarded } = found;
    const now = ctx.clock.now();
    const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    const policy = policyOf(environment);
    const suggested = after(suggestedLifetime(found));
    const draft = { ...row.key, expiresAt: suggested, ipAllowlist: ["unchanged"], sensitive: false };
    const decision = decideCreation(ctx.actor, environment, policy, draft, now);
    const approval =
      decision.kind === "approval"
        ? `This needs an approval (${decision.reasons.join(" and ")}). Ask for it with a request.`
        : decision.kind === "refused"
          ? decision.message
          : null;
    const isLonger = row.key.expiresAt !== null && suggested > row.key.expiresAt;
    return {
      expiresAt: iso(row.key.expiresAt),
      longest: policy.longestLifetime === null ? null : after(policy.longestLifetime).toISOString(),
      suggested: suggested.toISOString(),
      refusal:
        actionRefusal("widen", ctx.actor, environment, guarded, now) ??
        approval ??
        (isLonger ? null : "Its date is as late as an extension would set it."),
    };
  });
}

/**
 * Sets a later end of life, within the policy: from an expiry mail in one step. What is beyond the caller is refused with what
 * to do about it. @throws not_found, forbidden (needs an approval), step_up_required, invalid_input, conflict.
 */
export async function extendKey(ctx: Context, reference: string, body: unknown): Promise<{ key: PresentedKey }> {
  const input = parseInput(extendKeySchema, body ?? {});
  const seconds = await withOrganization(ctx, async (tx) => {
    const found = await findKeyFor(tx, ctx, reference, "edit");
    const { expiresAt } = found.row.key;
    if (expiresAt === null) throw conflict("The key has no end that could be later.");
    const wanted = input.expiresIn ?? suggestedLifetime(found);
    if (ctx.clock.now().getTime() + wanted * 1000 <= expiresAt.getTime()) {
      throw invalidInput("expiresIn", "must be later than the date that it has");
    }
    return wanted;
  });
  return { key: await updateKey(ctx, reference, { expiresIn: `${seconds}s` }) };
}
