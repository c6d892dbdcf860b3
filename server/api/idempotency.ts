import { and, eq, lt } from "drizzle-orm";
import type { Context as HonoContext } from "hono";
import { idempotencyKeys } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { canonicalJson } from "@/lib/audit/chain";
import { invalidInput, LatchkeyError } from "@/lib/core/errors";
import { actorId } from "@/lib/core/permissions";
import { sha256 } from "@/lib/core/vault";
import type { ApiEnvironment } from "./context";

const KEPT_FOR = 24 * 3_600_000;

/**
 * Runs `work` once per actor and `Idempotency-Key`: the same key and body get the stored answer, another body is 422, a
 * call still under way is 409. A call that fails leaves nothing, so it can be tried again. Answers are stored sealed.
 */
export async function runIdempotently(
  ctx: Context,
  c: HonoContext<ApiEnvironment>,
  body: unknown,
  work: () => Promise<Response>,
): Promise<Response> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return work();
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalidInput([{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" }]);
  }
  const organizationId = ctx.actor.organizationId;
  const actor = actorId(ctx.actor);
  // The query is part of what is asked: an answer to `dryRun=true` must not stand for `dryRun=false`.
  const { search } = new URL(c.req.url);
  const requestHash = sha256(`${c.req.method} ${c.req.path}${search}\n${canonicalJson(body)}`);
  const seal = `idempotency_keys/${organizationId}/${actor}/${key}`;
  const mine = and(
    eq(idempotencyKeys.organizationId, organizationId),
    eq(idempotencyKeys.actorId, actor),
    eq(idempotencyKeys.key, key),
  );
  const now = ctx.clock.now();
  const stored = await withOrganization(ctx, async (tx) => {
    await tx
      .delete(idempotencyKeys)
      .where(and(mine, lt(idempotencyKeys.createdAt, new Date(now.getTime() - KEPT_FOR))));
    const claimed = await tx
      .insert(idempotencyKeys)
      .values({ organizationId, actorId: actor, key, requestHash, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (claimed.length > 0) return null;
    const [row] = await tx.select().from(idempotencyKeys).where(mine);
    return row ?? null;
  });
  if (stored) {
    if (!stored.requestHash.equals(requestHash)) {
      throw new LatchkeyError("idempotency_mismatch", "This Idempotency-Key was used for another request.");
    }
    if (!stored.response || stored.status === null) {
      throw new LatchkeyError("idempotency_in_flight", "The first request with this Idempotency-Key has not finished.");
    }
    const headers = { "content-type": "application/json", "cache-control": "no-store", "idempotent-replayed": "true" };
    return new Response(ctx.vault.open(stored.response, seal) || null, { status: stored.status, headers });
  }
  const response = await work().catch(async (error) => {
    await withOrganization(ctx, (tx) => tx.delete(idempotencyKeys).where(mine));
    throw error;
  });
  const text = await response.clone().text();
  await withOrganization(ctx, (tx) =>
    tx
      .update(idempotencyKeys)
      .set({ response: ctx.vault.seal(text, seal), status: response.status })
      .where(mine),
  );
  return response;
}
