import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { lifecycleRules } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { KeyState } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { policyOf } from "@/lib/keys/present";
import { changeKey, type EnvironmentRow, endVersions, environmentRows } from "@/lib/keys/queries";
import { readDirectory, readersOf } from "@/lib/rotation/directory";
import { keyReference } from "@/lib/rotation/key-references";
import { DAY, localHour } from "@/lib/rotation/local-time";
import { byReader, lockLifecycle, type Notice, tell, writeNotices } from "@/lib/rotation/notices";
import { readUnusedRules, type UnusedRules } from "./schema";
import { RESPONSES, type Reason, type Response, responseAfter, rulesOf, type UnusedRule } from "./unused-keys";
import { MAIL_HOUR } from "./warn-of-expiry";

const MOST_NAMED = 50;
const MOST_AT_ONCE = 5000;

type Unused = {
  id: Id<"key">;
  name: string;
  environmentId: Id<"environment">;
  state: KeyState;
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
  secretStart: string;
  secretLastFour: string;
  lastUsedAt: Date | null;
  /** From when its days are counted. */
  since: Date;
};
type Decided = Unused & { rule: UnusedRule; next: UnusedRule | null; days: number };

/**
 * Carries out the environments' rules for keys that nobody uses: tells the owner, disables, revokes, each once and after its
 * own time; of several that are due the strongest alone. Does nothing while no gateway reports, for then nothing is known of
 * use. Returns the number of keys it spoke of.
 */
export async function sweepUnused(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    await lockLifecycle(tx, organizationId);
    const now = ctx.clock.now();
    const directory = await readDirectory(tx, organizationId);
    if (localHour(now, directory.organization.timezone) < MAIL_HOUR || !(await isUseReported(tx, now))) return 0;
    const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row]));
    const rules = await rulesByEnvironment(tx, organizationId, [...environments.values()]);
    const decided: Decided[] = [];
    for (const key of await unusedKeys(tx, organizationId, rules, now)) {
      const one = await carryOut(tx, ctx, key, rules.get(key.environmentId) ?? [], now);
      if (one) decided.push(one);
    }
    const told = decided.map((item) => ({ item, readers: readersOf(directory, item, "owner") }));
    await writeNotices(
      tx,
      ctx,
      told.filter(({ readers }) => readers.length === 0).map(({ item }) => noticeOf(item)),
      null,
    );
    for (const { reader, items } of byReader(told)) {
      await tell(tx, ctx, directory, {
        reader,
        notices: items.map(({ item }) => noticeOf(item)),
        template: "keys-unused",
        props: {
          organizationName: directory.organization.name,
          timeZone: reader.timezone,
          keys: items.slice(0, MOST_NAMED).flatMap(({ item }) => {
            const environment = environments.get(item.environmentId);
            if (!environment) return [];
            const { next } = item;
            return [
              {
                ...keyReference(directory, environment, item),
                daysUnused: item.days,
                lastUsedAt: item.lastUsedAt?.toISOString() ?? null,
                response: item.rule.response,
                next:
                  next && next.response !== "tell"
                    ? { response: next.response, at: new Date(item.since.getTime() + next.days * DAY).toISOString() }
                    : null,
              },
            ];
          }),
          more: Math.max(0, items.length - MOST_NAMED),
          inventoryUrl: pageUrl(`/${directory.organization.slug}/keys?unusedSince=30d`),
        },
      });
    }
    return decided.length;
  });
}

function noticeOf(key: Decided): Notice {
  return {
    keyId: key.id,
    kind: `unused_${key.rule.response}`,
    about: `${key.rule.when}/${key.since.getTime()}`,
    step: key.rule.days,
  };
}

/** Whether a gateway was there in the last day: without one, silence says nothing about keys. */
async function isUseReported(tx: Transaction, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - DAY).toISOString();
  const { rows } = await tx.execute(
    sql`select 1 from gateway_nodes where last_seen_at >= ${since}::timestamptz limit 1`,
  );
  return rows.length > 0;
}

/** The stored rules of every environment. */
export async function storedRules(
  tx: Transaction,
  organizationId: Id<"organization">,
): Promise<Map<string, UnusedRules>> {
  const rows = await tx.select().from(lifecycleRules).where(eq(lifecycleRules.organizationId, organizationId));
  return new Map(rows.map((row) => [row.environmentId, readUnusedRules(row.document)]));
}

async function rulesByEnvironment(
  tx: Transaction,
  organizationId: Id<"organization">,
  environments: readonly EnvironmentRow[],
): Promise<Map<string, UnusedRule[]>> {
  const stored = await storedRules(tx, organizationId);
  return new Map(
    environments.map((row) => [row.id, rulesOf(stored.get(row.id) ?? readUnusedRules(null), policyOf(row))]),
  );
}

/** Keys for which a response is due that was not given yet for this spell without use. */
async function unusedKeys(
  tx: Transaction,
  organizationId: Id<"organization">,
  rules: ReadonlyMap<string, UnusedRule[]>,
  now: Date,
): Promise<Unused[]> {
  const bounds = [...rules].flatMap(([environmentId, own]) =>
    own.map(
      ({ when, response, days }) =>
        sql`(${environmentId}, ${when}, ${response}, ${RESPONSES.indexOf(response)}::int, ${days}::int)`,
    ),
  );
  if (bounds.length === 0) return [];
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await tx.execute<
    Omit<Unused, "since" | "lastUsedAt"> & { since: string; lastUsedAt: string | null }
  >(sql`
    with bounds (environment_id, reason, response, strength, days) as (values ${sql.join(bounds, sql`, `)})
    select k.id, k.name, k.environment_id as "environmentId", k.state, k.owner_user_id as "ownerUserId",
      k.owner_team_id as "ownerTeamId", l.fallback_user_id as "fallbackUserId", k.secret_start as "secretStart",
      k.secret_last_four as "secretLastFour", a.last_used_at as "lastUsedAt", spell.since
    from keys k
    left join key_activity a on a.organization_id = k.organization_id and a.key_id = k.id
    left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
    cross join lateral (select coalesce(a.last_used_at, greatest(k.created_at, k.not_before, v.created_at)) as since,
        case when a.last_used_at is null then 'never_used' else 'idle' end as reason
      from (select min(created_at) as created_at from key_versions where organization_id = k.organization_id and key_id = k.id) v) spell
    cross join lateral (select b.response, b.days from bounds b
      where b.environment_id = k.environment_id and b.reason = spell.reason and (b.response = 'revoke' or k.state = 'active')
        and spell.since + make_interval(secs => b.days * 86400.0) <= ${at}
      order by b.strength desc, b.days limit 1) due
    where k.organization_id = ${organizationId} and k.state in ('active', 'disabled')
      and (k.expires_at is null or k.expires_at > ${at})
      and not exists (select 1 from key_notices n where n.organization_id = k.organization_id and n.key_id = k.id
        and n.kind = 'unused_' || due.response
        and n.about = spell.reason || '/' || floor(extract(epoch from spell.since) * 1000)::bigint::text and n.step = due.days)
    order by k.id limit ${MOST_AT_ONCE}`);
  return rows.map((row) => ({
    ...row,
    since: new Date(row.since),
    lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt),
  }));
}

async function carryOut(
  tx: Transaction,
  ctx: Context,
  key: Unused,
  rules: readonly UnusedRule[],
  now: Date,
): Promise<Decided | null> {
  const when: Reason = key.lastUsedAt === null ? "never_used" : "idle";
  const days = Math.floor((now.getTime() - key.since.getTime()) / DAY);
  const mine = key.state === "active" ? rules : rules.filter(({ response }) => response === "revoke");
  const found = responseAfter(mine, when, days);
  if (!found) return null;
  const why = `${when === "idle" ? "Not used" : "Never used"} for ${days} days: the environment's rule after ${found.due.days} days.`;
  if (!(await respond(tx, ctx, key, found.due.response, why))) return null;
  return { ...key, days, rule: found.due, next: found.next };
}

/** Disables or revokes a key as the house, with its audit row. False when somebody was quicker. */
async function respond(
  tx: Transaction,
  ctx: Context,
  key: { id: Id<"key">; name: string; state: KeyState },
  response: Response,
  why: string,
): Promise<boolean> {
  if (response === "tell") return true;
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const target = { type: "key", id: key.id, name: key.name };
  if (response === "disable") {
    const change = { state: "disabled" as const, disabledAt: now, updatedAt: now };
    if (!(await changeKey(tx, organizationId, key.id, change, "active"))) return false;
    await recordAudit(tx, ctx, {
      action: "key.disabled",
      target,
      before: { status: key.state },
      after: { status: "disabled" },
      reason: why,
    });
    return true;
  }
  return revokeAsHouse(tx, ctx, key, why);
}

/** Revokes a key by a rule. False when it is revoked already. */
export async function revokeAsHouse(
  tx: Transaction,
  ctx: Context,
  key: { id: Id<"key">; name: string; state: KeyState },
  why: string,
): Promise<boolean> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const [current] = await tx
    .select({ state: keys.state })
    .from(keys)
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, key.id), eq(keys.state, key.state)))
    .for("no key update");
  if (!current) return false;
  const revoked = await changeKey(tx, organizationId, key.id, {
    state: "revoked",
    revokedAt: now,
    revocationReason: "cessation_of_operation",
    revocationComment: why,
    updatedAt: now,
  });
  if (!revoked) return false;
  await endVersions(tx, organizationId, key.id, now, "revoked");
  await recordAudit(tx, ctx, {
    action: "key.revoked",
    target: { type: "key", id: key.id, name: key.name },
    before: { status: key.state },
    after: { status: "revoked", revocationReason: "cessation_of_operation" },
    reason: why,
  });
  return true;
}
