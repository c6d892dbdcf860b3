import { type Context, withOrganization } from "@/db/tenancy";
import { parseInput } from "@/lib/core/parse-input";
import { findKey } from "./find-key";
import { actionRefusal } from "./policy";
import { presentKey } from "./present";
import { KEY_ACTIONS, type KeyAction, noQuerySchema, type PresentedKey } from "./schema";

export type KeyDetail = PresentedKey & { actions: Record<KeyAction, string | null> };

/** A key, with what the actor may do with it. @throws not_found. */
export async function readKey(ctx: Context, reference: string, query: unknown = {}): Promise<KeyDetail> {
  parseInput(noQuerySchema, query);
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const { row, environment, guarded } = await findKey(tx, ctx, reference);
    const refusal = (action: KeyAction) => actionRefusal(action, ctx.actor, environment, guarded, now);
    const actions: Record<KeyAction, string | null> = {
      edit: null,
      widen: null,
      rotate: null,
      disable: null,
      enable: null,
      revoke: null,
      transfer: null,
    };
    for (const action of KEY_ACTIONS) actions[action] = refusal(action);
    return { ...presentKey(row, environment, now), actions };
  });
}
