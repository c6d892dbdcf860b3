import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { findKey } from "@/lib/keys/find-key";
import { keyStatus } from "@/lib/keys/policy";
import type { KeyRow } from "@/lib/keys/queries";
import { clientsOf } from "@/lib/rotation/key-references";
import { DAY } from "@/lib/rotation/local-time";
import type { refusedSinceSchema } from "./schema";
import { storedRules } from "./sweep-unused";

const MOST_CLIENTS = 20;

/** Since when a key does not work, and the verdict that its calls get. Null while it works. */
function stoppedAt(key: KeyRow["key"], now: Date): { since: Date; verdict: string } | null {
  const status = keyStatus(key, now);
  if (status === "revoked" && key.revokedAt) return { since: key.revokedAt, verdict: "REVOKED" };
  if (status === "disabled" && key.disabledAt) return { since: key.disabledAt, verdict: "DISABLED" };
  if (status === "expired" && key.expiresAt) return { since: key.expiresAt, verdict: "EXPIRED" };
  return null;
}

/** Who still calls with a key that was disabled, revoked or has expired: how often, from where. @throws not_found. */
export async function refusedSince(ctx: Context, reference: string): Promise<z.output<typeof refusedSinceSchema>> {
  return withOrganization(ctx, async (tx) => {
    const { row } = await findKey(tx, ctx, reference);
    const now = ctx.clock.now();
    const status = keyStatus(row.key, now);
    const stopped = stoppedAt(row.key, now);
    if (!stopped) {
      return { status, since: null, calls: 0, clientCount: 0, clients: [], lastRefusedAt: null, revokesAt: null };
    }
    const { organizationId } = ctx.actor;
    const used = await clientsOf(tx, organizationId, row.key.id, stopped, MOST_CLIENTS);
    const { rows } = await tx.execute<{ last: string | null }>(sql`
      select max(at) as last from usage_events where organization_id = ${organizationId} and key_id = ${row.key.id}
        and at >= ${stopped.since.toISOString()}::timestamptz and verdict = ${stopped.verdict}`);
    const last = rows[0]?.last ? new Date(rows[0].last) : null;
    return {
      status,
      since: stopped.since.toISOString(),
      ...used,
      lastRefusedAt: last?.toISOString() ?? null,
      revokesAt: status === "disabled" ? await revokesAt(tx, ctx, row.key, last ?? stopped.since) : null,
    };
  });
}

async function revokesAt(tx: Transaction, ctx: Context, key: KeyRow["key"], quietSince: Date): Promise<string | null> {
  const days = (await storedRules(tx, ctx.actor.organizationId)).get(key.environmentId)?.revokeDisabled ?? null;
  return days === null ? null : new Date(quietSince.getTime() + days * DAY).toISOString();
}
