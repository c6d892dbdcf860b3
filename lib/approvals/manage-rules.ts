import { and, asc, eq, gt, inArray, ne, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { approvalRules, requests } from "@/db/schema/approvals";
import { keys } from "@/db/schema/keys";
import { members, teamMembers } from "@/db/schema/people";
import { scopes as scopeTable } from "@/db/schema/projects";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { accessLevel, actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { scopeCovers } from "@/lib/core/scopes";
import { environmentRows } from "@/lib/keys/queries";
import type { replaySchema } from "./answer-schema";
import { payloadSchema, scopesOf } from "./payload";
import { managementRefusal, matchesConditions } from "./policy";
import { presentRule } from "./present";
import { namesOf, requestRows } from "./queries";
import {
  createRuleSchema,
  type RuleConditions,
  replayRuleSchema,
  ruleConditionsSchema,
  updateRuleSchema,
} from "./schema";
import { ruleSubject } from "./standing-approval";

const MOST_REPLAYED = 5000;
const MOST_EXAMPLES = 20;

/** @throws forbidden: settings of approvals are the owners' and admins'. */
export function requireManager(ctx: Context): void {
  requirePermission(ctx.actor, "requests:write");
  const refusal = managementRefusal(ctx.actor);
  if (refusal) throw forbidden(refusal);
}

async function requireRule(tx: Transaction, ctx: Context, reference: string) {
  if (!isId("rule", reference)) throw notFound("approval rule");
  const [row] = await tx
    .select()
    .from(approvalRules)
    .where(and(eq(approvalRules.organizationId, ctx.actor.organizationId), eq(approvalRules.id, reference)))
    .for("update");
  if (!row) throw notFound("approval rule");
  return row;
}

/** All standing rules: there are few. Who reaches only some environments sees the rules of those, and of them only those. */
export async function listRules(ctx: Context) {
  requirePermission(ctx.actor, "requests:read");
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    const rows = await tx
      .select()
      .from(approvalRules)
      .where(eq(approvalRules.organizationId, organizationId))
      .orderBy(asc(approvalRules.id));
    const all = await environmentRows(tx, organizationId);
    const shut = all.filter((environment) => accessLevel(ctx.actor, environment) === "none").map(({ id }) => id);
    const reached = new Set(all.filter(({ id }) => !shut.includes(id)).map(({ projectId }) => projectId));
    const items = rows.map(presentRule).flatMap((rule) => {
      if (shut.length === 0) return [rule];
      const environments = rule.conditions.environments.filter((id) => !shut.some((other) => other === id));
      const projects = rule.conditions.projects.filter((id) => [...reached].some((other) => other === id));
      if (environments.length === 0) return [];
      return [{ ...rule, conditions: { ...rule.conditions, environments, projects } }];
    });
    return { items, nextCursor: null };
  });
}

/** A rule with its conditions checked against what is there. */
async function checkConditions(tx: Transaction, ctx: Context, conditions: RuleConditions): Promise<void> {
  const known = await environmentRows(tx, ctx.actor.organizationId);
  const errors = conditions.environments.flatMap((id, index) =>
    known.some((row) => row.id === id)
      ? []
      : [{ path: `conditions.environments.${index}`, message: "is not an environment here" }],
  );
  for (const [index, id] of conditions.projects.entries()) {
    if (!known.some((row) => row.projectId === id)) {
      errors.push({ path: `conditions.projects.${index}`, message: "is not a project here" });
    }
  }
  const names = await namesOf(tx, ctx.actor.organizationId, [...conditions.teams, ...conditions.members]);
  for (const field of ["teams", "members"] as const) {
    for (const [index, id] of conditions[field].entries()) {
      if (!names.has(id)) errors.push({ path: `conditions.${field}.${index}`, message: "is not of this organization" });
    }
  }
  if (errors.length > 0) throw invalidInput(errors);
}

/** Writes a rule, switched off until it has been tried on past requests. @throws forbidden, step_up_required, invalid_input. */
export async function createRule(ctx: Context, body: unknown) {
  requireManager(ctx);
  const { name, conditions } = parseInput(createRuleSchema, body);
  requireStepUp(ctx.actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    await checkConditions(tx, ctx, conditions);
    const now = ctx.clock.now();
    const id = newId("rule", now.getTime());
    const [row] = await tx
      .insert(approvalRules)
      .values({
        organizationId: ctx.actor.organizationId,
        id,
        name,
        enabled: false,
        version: 1,
        document: conditions,
        createdBy: actorId(ctx.actor),
        createdAt: now,
        updatedAt: now,
      })
      .returning();
    if (!row) throw notFound("approval rule");
    await recordAudit(tx, ctx, {
      action: "approval_rule.created",
      target: { type: "approval_rule", id, name },
      after: { conditions },
    });
    return presentRule(row);
  });
}

/** Changes a rule. New conditions switch it off: they have to be tried first. @throws as `createRule`, not_found. */
export async function updateRule(ctx: Context, reference: string, body: unknown) {
  requireManager(ctx);
  const changes = parseInput(updateRuleSchema, body);
  requireStepUp(ctx.actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    const before = await requireRule(tx, ctx, reference);
    if (changes.conditions) await checkConditions(tx, ctx, changes.conditions);
    return changeRule(tx, ctx, before, "approval_rule.updated", {
      ...(changes.name === undefined ? {} : { name: changes.name }),
      ...(changes.conditions ? { document: changes.conditions, version: before.version + 1, enabled: false } : {}),
    });
  });
}

/** Switches a rule on or off. @throws not_found, forbidden, step_up_required, conflict (this version was never tried). */
export async function switchRule(ctx: Context, reference: string, enabled: boolean) {
  requireManager(ctx);
  if (enabled) requireStepUp(ctx.actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    const before = await requireRule(tx, ctx, reference);
    if (enabled && before.replayedVersion !== before.version) {
      throw conflict("Try the rule on past requests first: nobody has seen what this version would approve.");
    }
    return changeRule(tx, ctx, before, enabled ? "approval_rule.enabled" : "approval_rule.disabled", { enabled });
  });
}

type RuleRow = typeof approvalRules.$inferSelect;

async function changeRule(tx: Transaction, ctx: Context, before: RuleRow, action: string, changes: Partial<RuleRow>) {
  const [row] = await tx
    .update(approvalRules)
    .set({ ...changes, updatedAt: ctx.clock.now() })
    .where(and(eq(approvalRules.organizationId, before.organizationId), eq(approvalRules.id, before.id)))
    .returning();
  if (!row) throw notFound("approval rule");
  await recordAudit(tx, ctx, {
    action,
    target: { type: "approval_rule", id: row.id, name: row.name },
    before: { name: before.name, enabled: before.enabled, conditions: before.document },
    after: { name: row.name, enabled: row.enabled, conditions: row.document },
  });
  return presentRule(row);
}

/** Removes a rule; what it approved stays. @throws not_found, forbidden, step_up_required. */
export async function removeRule(ctx: Context, reference: string): Promise<void> {
  requireManager(ctx);
  requireStepUp(ctx.actor, ctx.clock);
  await withOrganization(ctx, async (tx) => {
    const row = await requireRule(tx, ctx, reference);
    await tx
      .delete(approvalRules)
      .where(and(eq(approvalRules.organizationId, row.organizationId), eq(approvalRules.id, row.id)));
    await recordAudit(tx, ctx, {
      action: "approval_rule.removed",
      target: { type: "approval_rule", id: row.id, name: row.name },
      before: { enabled: row.enabled, conditions: row.document },
    });
  });
}

/**
 * What a rule would have approved of the past requests that people had to decide, with those that people denied counted.
 * Teams and sensitive scopes are today's. @throws not_found, forbidden, invalid_input.
 */
export async function replayRule(
  ctx: Context,
  reference: string,
  body: unknown,
): Promise<z.output<typeof replaySchema>> {
  requireManager(ctx);
  const { days } = parseInput(replayRuleSchema, body ?? {});
  return withOrganization(ctx, async (tx) => {
    const rule = await requireRule(tx, ctx, reference);
    const conditions = ruleConditionsSchema.parse(rule.document);
    const { organizationId } = ctx.actor;
    const since = new Date(ctx.clock.now().getTime() - days * 86_400_000);
    const asked = and(gt(requests.createdAt, since), sql`${requests.approvedBy} is distinct from 'policy'`);
    const rows = await requestRows(tx, organizationId, asked, MOST_REPLAYED);
    const environments = new Map((await environmentRows(tx, organizationId)).map((row) => [row.id, row.slug]));
    const sensitive = await sensitiveScopes(tx, organizationId);
    const teams = await teamsByUser(tx, organizationId);
    const listed = await keysWithAllowlist(
      tx,
      organizationId,
      rows.flatMap(({ request }) => request.keyId ?? []),
    );
    const matched = rows.filter(({ request }) => {
      const payload = payloadSchema.safeParse(request.submitted);
      if (!payload.success) return false;
      const own = sensitive.get(request.projectId) ?? [];
      const place = {
        projectId: request.projectId,
        environmentId: request.environmentId,
        sensitive: scopesOf(payload.data).some((scope) => own.some((name) => scopeCovers(scope, name))),
        keyAllowlist: request.keyId !== null && listed.has(request.keyId),
      };
      const requester = { userId: request.requesterId, teams: teams.get(request.requesterId) ?? [] };
      return matchesConditions(conditions, ruleSubject(payload.data, place, requester, request.submittedAt));
    });
    await tx
      .update(approvalRules)
      .set({ replayedVersion: rule.version })
      .where(and(eq(approvalRules.organizationId, organizationId), eq(approvalRules.id, rule.id)));
    return {
      days,
      requests: rows.length,
      approved: matched.length,
      contradicted: matched.filter(({ request }) => request.state === "denied").length,
      examples: matched.slice(0, MOST_EXAMPLES).map(({ request, requesterName }) => ({
        id: request.id,
        keyName: request.keyName,
        requesterName,
        environment: environments.get(request.environmentId) ?? "",
        state: request.state,
        createdAt: request.createdAt.toISOString(),
      })),
    };
  });
}

async function sensitiveScopes(tx: Transaction, organizationId: Id<"organization">): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ projectId: scopeTable.projectId, name: scopeTable.name })
    .from(scopeTable)
    .where(and(eq(scopeTable.organizationId, organizationId), eq(scopeTable.sensitive, true)));
  const found = new Map<string, string[]>();
  for (const { projectId, name } of rows) found.set(projectId, [...(found.get(projectId) ?? []), name]);
  return found;
}

async function teamsByUser(tx: Transaction, organizationId: Id<"organization">): Promise<Map<string, string[]>> {
  const rows = await tx
    .select({ userId: members.userId, teamId: teamMembers.teamId })
    .from(teamMembers)
    .innerJoin(
      members,
      and(eq(members.organizationId, teamMembers.organizationId), eq(members.id, teamMembers.memberId)),
    )
    .where(eq(teamMembers.organizationId, organizationId));
  const found = new Map<string, string[]>();
  for (const { userId, teamId } of rows) found.set(userId, [...(found.get(userId) ?? []), teamId]);
  return found;
}

async function keysWithAllowlist(
  tx: Transaction,
  organizationId: Id<"organization">,
  ids: Id<"key">[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: keys.id })
    .from(keys)
    .where(and(eq(keys.organizationId, organizationId), inArray(keys.id, ids), ne(keys.ipAllowlist, [])));
  return new Set(rows.map(({ id }) => id));
}
