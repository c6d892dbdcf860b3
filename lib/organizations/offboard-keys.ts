import { and, eq, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys, keyVersions } from "@/db/schema/keys";
import { members, teams } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput } from "@/lib/core/errors";
import { type Id, isId } from "@/lib/core/ids";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { ownedKeysOf } from "./queries";
import type { KeyDecision } from "./schema";
import { type HandedOver, type Owner, tellHeirs } from "./tell-heirs";

/**
 * Carries out what was decided for each key of someone who leaves, so that none is left to nobody: another owner, an end on a date
 * (until then `heir` owns it), or revocation. New owners are told by mail. Returns how many keys there were.
 * @throws conflict listing the keys that nobody decided, invalid_input for an owner who is not there or decisions about other keys.
 */
export async function offboardKeys(
  tx: Transaction,
  ctx: Context,
  leaver: { userId: Id<"user">; name: string },
  heir: Owner,
  decisions: { keys: { keyId: string; decision: KeyDecision }[]; otherKeys?: KeyDecision | undefined },
): Promise<number> {
  const { organizationId } = ctx.actor;
  // Keys that are made for the leaver meanwhile wait, and then find them removed.
  await tx.execute(
    sql`select 1 from members where organization_id = ${organizationId} and user_id = ${leaver.userId} for update`,
  );
  const owned = await ownedKeysOf(tx, organizationId, leaver.userId);
  const named = new Map(decisions.keys.map((one) => [one.keyId, one.decision]));
  const foreign = [...named.keys()].find((id) => !owned.some((key) => key.id === id));
  if (foreign !== undefined)
    throw invalidInput([{ path: "keys", message: `${foreign} is not a live key of this member` }]);
  const undecided = owned.filter((key) => !named.has(key.id) && decisions.otherKeys === undefined);
  if (undecided.length > 0) {
    throw conflict(`${leaver.name} owns keys: decide for each whether it is transferred, disabled or revoked.`, {
      undecided: undecided.slice(0, 200).map(({ id, name }) => ({ id, name })),
    });
  }
  const handed: HandedOver[] = [];
  for (const key of owned) {
    const decision = named.get(key.id) ?? decisions.otherKeys;
    const owner = decision ? await carryOut(tx, ctx, leaver, heir, key, decision) : null;
    if (owner) handed.push({ owner, key });
  }
  await tellHeirs(tx, ctx, leaver, handed);
  return owned.length;
}

/** Resolves to the key's new owner; null where it was revoked. */
async function carryOut(
  tx: Transaction,
  ctx: Context,
  leaver: { userId: Id<"user">; name: string },
  heir: Owner,
  key: { id: Id<"key">; name: string; state: string },
  decision: KeyDecision,
): Promise<Owner | null> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const target = { type: "key", id: key.id, name: key.name };
  const reason = `${leaver.name} left the organization`;
  const mine = and(eq(keys.organizationId, organizationId), eq(keys.id, key.id), ne(keys.state, "revoked"));
  if (decision.action === "revoke") {
    await tx
      .update(keys)
      .set({
        state: "revoked",
        revokedAt: now,
        revocationReason: decision.reason,
        revocationComment: reason,
        updatedAt: now,
      })
      .where(mine);
    await tx
      .update(keyVersions)
      .set({ endsAt: now, endReason: "revoked" })
      .where(
        and(
          eq(keyVersions.organizationId, organizationId),
          eq(keyVersions.keyId, key.id),
          or(isNull(keyVersions.endsAt), sql`${keyVersions.endsAt} > ${now.toISOString()}::timestamptz`),
        ),
      );
    await recordAudit(tx, ctx, {
      action: "key.revoked",
      target,
      before: { status: key.state },
      after: { status: "revoked", revocationReason: decision.reason },
      reason,
    });
    return null;
  }
  const owner = decision.action === "transfer" ? await ownerOf(tx, organizationId, leaver.userId, decision) : heir;
  await tx
    .update(keys)
    .set({ ...owner, updatedAt: now })
    .where(mine);
  const after = { ownerId: owner.ownerUserId ?? owner.ownerTeamId };
  await recordAudit(tx, ctx, { action: "key.transferred", target, before: { ownerId: leaver.userId }, after, reason });
  if (decision.action !== "disable") return owner;
  const on = decision.on === undefined ? null : new Date(decision.on);
  if (on !== null && on > now) {
    await enqueueJob(
      tx,
      "disable_offboarded_key",
      { organizationId, keyId: key.id },
      { runAt: on, jobKey: `offboard/${key.id}` },
    );
    await recordAudit(tx, ctx, { action: "key.disabling_scheduled", target, after: { on: on.toISOString() }, reason });
  } else {
    await disable(tx, ctx, key, reason);
  }
  return owner;
}

async function disable(
  tx: Transaction,
  ctx: Context,
  key: { id: Id<"key">; name: string },
  reason: string,
): Promise<void> {
  const now = ctx.clock.now();
  const disabled = await tx
    .update(keys)
    .set({ state: "disabled", disabledAt: now, updatedAt: now })
    .where(and(eq(keys.organizationId, ctx.actor.organizationId), eq(keys.id, key.id), eq(keys.state, "active")))
    .returning({ id: keys.id });
  if (disabled.length === 0) return;
  const target = { type: "key", id: key.id, name: key.name };
  await recordAudit(tx, ctx, {
    action: "key.disabled",
    target,
    before: { status: "active" },
    after: { status: "disabled" },
    reason,
  });
}

async function ownerOf(
  tx: Transaction,
  organizationId: Id<"organization">,
  leaver: Id<"user">,
  decision: Extract<KeyDecision, { action: "transfer" }>,
): Promise<Owner> {
  const { ownerType, ownerId } = decision;
  if (ownerType === "team" && isId("team", ownerId)) {
    const found = await tx
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.organizationId, organizationId), eq(teams.id, ownerId)));
    if (found.length > 0) return { ownerUserId: null, ownerTeamId: ownerId };
  }
  if (ownerType === "user" && isId("user", ownerId) && ownerId !== leaver) {
    const [found] = await tx
      .select({ role: members.role })
      .from(members)
      .where(and(eq(members.organizationId, organizationId), eq(members.userId, ownerId), eq(members.state, "active")))
      .for("share");
    if (found && found.role !== "auditor") return { ownerUserId: ownerId, ownerTeamId: null };
  }
  throw invalidInput([{ path: "keys", message: `${ownerId} is not a member or team that can own keys` }]);
}

/** The job of a date that was set when someone left. A key that is not active any more is left as it is. */
export async function disableOffboardedKey(ctx: Context, keyId: Id<"key">): Promise<void> {
  await withOrganization(ctx, async (tx) => {
    const [key] = await tx
      .select({ id: keys.id, name: keys.name })
      .from(keys)
      .where(and(eq(keys.organizationId, ctx.actor.organizationId), eq(keys.id, keyId)));
    if (key) await disable(tx, ctx, key, "The date that was set when its owner left.");
  });
}
