import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Sensitivity } from "@/lib/core/enums";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { changesOf } from "@/lib/projects/changes";
import { findManagedEnvironment } from "@/lib/projects/find-project";
import { approvalRules, policyProblems } from "./policy";
import { presentPolicy } from "./present";
import { endKeysOutOfBounds, MOST_ENDED, selectMembers, selectPolicy, selectTeams, updatePolicyRow } from "./queries";
import {
  effectivePolicy,
  type OutOfBounds,
  type Policy,
  type PresentedPolicy,
  replacePolicySchema,
  updatePolicySchema,
} from "./schema";
import { type ChangedEnvironment, tellOwnersOutOfBounds } from "./tell-owners";

type Names = { project: string; environment: string };
type Change = {
  stored: Record<string, unknown>;
  ifVersion?: number | undefined;
  reason?: string | undefined;
  outOfBounds?: OutOfBounds | undefined;
};

/**
 * Changes the rules that are named; `reset` gives rules back to the preset.
 * @throws forbidden, step_up_required, not_found, invalid_input, conflict (another version).
 */
export async function updatePolicy(ctx: Context, names: Names, input: unknown): Promise<PresentedPolicy> {
  return changePolicy(ctx, names, (stored) => {
    const { policy, reset, ...change } = parseInput(updatePolicySchema, input);
    return { ...change, stored: mergeDocument(stored, policy, reset) };
  });
}

/** Sets all rules at once. @throws as `updatePolicy`. */
export async function replacePolicy(ctx: Context, names: Names, input: unknown): Promise<PresentedPolicy> {
  return changePolicy(ctx, names, () => {
    const { policy, ...change } = parseInput(replacePolicySchema, input);
    return { ...change, stored: policy };
  });
}

/** The stored document with some fields changed and some given back to the preset. */
export function mergeDocument(
  stored: unknown,
  policy: Partial<Policy>,
  reset: readonly string[],
): Record<string, unknown> {
  const kept = stored !== null && typeof stored === "object" ? Object.entries(stored) : [];
  return { ...Object.fromEntries(kept.filter(([name]) => !reset.includes(name))), ...policy };
}

async function changePolicy(ctx: Context, names: Names, decide: (stored: unknown) => Change): Promise<PresentedPolicy> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedEnvironment(tx, ctx, names);
    requireStepUp(ctx.actor, ctx.clock);
    const { environment } = found;
    const row = await selectPolicy(tx, environment.organizationId, environment.id);
    if (!row) throw notFound("policy");
    const { stored, ifVersion, reason, outOfBounds } = decide(row.document);
    if (ifVersion !== undefined && ifVersion !== row.version) {
      throw changedMeanwhile(row.version);
    }
    const before = effectivePolicy(row.document, environment.sensitivity);
    const after = await checkPolicy(tx, ctx, stored, environment.sensitivity);
    const changes = changesOf<Record<string, unknown>>(before, after);
    if (!changes) return presentPolicy(found, row);
    const change = { document: stored, version: row.version + 1, updatedAt: ctx.clock.now() };
    const updated = await updatePolicyRow(tx, environment.organizationId, environment.id, change);
    if (!updated) throw changedMeanwhile(change.version);
    const fate = await decideFate(tx, ctx, { ...found, policy: after, version: updated.version }, outOfBounds);
    await recordAudit(tx, ctx, {
      action: "policy.updated",
      target: { type: "environment", id: environment.id, name: `${found.project.name} / ${environment.name}` },
      before: changes.before,
      after: { ...changes.after, ...fate },
      reason: reason ?? null,
    });
    return presentPolicy(found, updated);
  });
}

const SHORTEST_NOTICE = 86_400_000;

/** Carries out what was chosen for the keys out of bounds. Resolves to what the audit row of the policy says of it. */
async function decideFate(
  tx: Transaction,
  ctx: Context,
  changed: ChangedEnvironment,
  outOfBounds: OutOfBounds | undefined,
): Promise<Record<string, unknown>> {
  if (outOfBounds === undefined || outOfBounds.action === "nothing") return {};
  const end = outOfBounds.action === "end" ? new Date(outOfBounds.endsAt) : null;
  if (end && end.getTime() - ctx.clock.now().getTime() < SHORTEST_NOTICE) {
    throw invalidInput("outOfBounds.endsAt", "must be at least a day from now, so that owners can act");
  }
  // Owners first: a key that has its end is not out of bounds in the same way any more.
  const ownersTold = await tellOwnersOutOfBounds(tx, ctx, changed, end);
  if (end) await endOutOfBounds(tx, ctx, changed.environment, changed.policy, end);
  return {
    outOfBounds: end ? { action: "end", endsAt: end.toISOString(), ownersTold } : { action: "warn", ownersTold },
  };
}

/** Ends the keys that the policy leaves out of bounds at a date, each with its audit row. @throws conflict (too many). */
async function endOutOfBounds(
  tx: Transaction,
  ctx: Context,
  environment: { organizationId: Id<"organization">; id: Id<"environment"> },
  policy: Policy,
  end: Date,
): Promise<void> {
  const now = ctx.clock.now();
  const ended = await endKeysOutOfBounds(tx, environment.organizationId, environment.id, policy, end, now);
  if (ended.length > MOST_ENDED) {
    throw conflict(`More than ${MOST_ENDED} keys would end at once. Change the policy in smaller steps.`);
  }
  for (const { id, name, before } of ended) {
    await recordAudit(tx, ctx, {
      action: "key.expiry_shortened",
      target: { type: "key", id, name },
      before: { expiresAt: before === null ? null : new Date(before).toISOString() },
      after: { expiresAt: end.toISOString() },
      reason: "the policy of its environment has changed",
    });
  }
}

function changedMeanwhile(version: number) {
  return conflict("The policy was changed meanwhile. Look at it again.", { version });
}

/** The policy that would be in force. @throws invalid_input for rules that contradict each other or name nobody. */
export async function checkPolicy(
  tx: Transaction,
  ctx: Context,
  stored: Record<string, unknown>,
  sensitivity: Sensitivity,
): Promise<Policy> {
  const policy = effectivePolicy(stored, sensitivity);
  const problems = policyProblems(policy);
  const rules = approvalRules(policy);
  const { organizationId } = ctx.actor;
  const known = new Set([
    ...(await selectMembers(
      tx,
      organizationId,
      rules.flatMap(([, rule]) => rule.members),
    )),
    ...(await selectTeams(
      tx,
      organizationId,
      rules.flatMap(([, rule]) => rule.teams),
    )),
  ]);
  for (const [name, rule] of rules) {
    for (const [index, id] of rule.members.entries()) {
      if (!known.has(id))
        problems.push({ path: `policy.${name}.members.${index}`, message: "is not an active member" });
    }
    for (const [index, id] of rule.teams.entries()) {
      if (!known.has(id)) problems.push({ path: `policy.${name}.teams.${index}`, message: "is not a team" });
    }
  }
  if (problems.length > 0)
    throw invalidInput(problems, `The policy is not valid: ${problems[0]?.path} ${problems[0]?.message}.`);
  return policy;
}
