import type { Context } from "@/db/tenancy";
import { forbidden } from "@/lib/core/errors";
import { requireStepUp } from "@/lib/core/permissions";
import { createKey, type Referral } from "@/lib/keys/create-key";
import { policyOf } from "@/lib/keys/present";
import type { PresentedKey } from "@/lib/keys/schema";
import type { PresentedRequest } from "./answer-schema";
import { makeKey } from "./claim-request";
import { draftOfPlan, rulesIn } from "./draft-request";
import { presentRequest } from "./present";
import { storeRequest } from "./submit-request";

export type AskedKey = { key: PresentedKey; secret: string } | { request: PresentedRequest };

/**
 * Makes a key, or asks for it where its maker may not make it alone. What a standing rule or break-glass approves is made at
 * once, with its request as the record. @throws as `createKey`.
 */
export function askForKey(ctx: Context, body: unknown): Promise<AskedKey> {
  const { actor } = ctx;
  const refer: Referral<AskedKey> = async (tx, plan, decision, sensitive) => {
    if (actor.type !== "user") throw forbidden("This key needs an approval, and only people can ask for one.");
    const { input } = plan;
    const hasEnd = input.expiresAt !== undefined || input.expiresIn !== undefined;
    const draft = draftOfPlan(plan, {
      reason: input.purpose,
      rules: rulesIn(decision),
      sensitive,
      lifetime: input.expiresIn ?? (hasEnd ? null : policyOf(plan.environment).defaultLifetime),
      waiveNetwork: false,
    });
    const view = await storeRequest(tx, ctx, actor, draft);
    const now = ctx.clock.now();
    if (view.row.request.state !== "approved") return { request: presentRequest(actor, view, now) };
    if (policyOf(plan.environment).requireStepUp) requireStepUp(actor, ctx.clock);
    return makeKey(tx, ctx, view);
  };
  return createKey(ctx, body, refer);
}
