import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { approvalRules, breakGlassUses } from "@/db/schema/approvals";
import { teamMembers } from "@/db/schema/people";
import type { Context } from "@/db/tenancy";
import type { UserActor } from "@/lib/core/actor";
import type { RequestDraft } from "./draft-request";
import { lifetimeOf, type Payload, scopesOf } from "./payload";
import { matchesConditions, type RuleSubject } from "./policy";
import { ruleConditionsSchema } from "./schema";

/** What approves a request without people. */
export type StandingApproval = { by: "policy" | "rule" | "break_glass"; id: string | null };

/** What a standing rule looks at in a payload. */
export function ruleSubject(
  payload: Payload,
  place: { projectId: string; environmentId: string; sensitive: boolean; keyAllowlist: boolean },
  requester: { userId: string; teams: readonly string[] },
  now: Date,
): RuleSubject {
  return {
    kind: payload.kind,
    projectId: place.projectId,
    environmentId: place.environmentId,
    scopes: scopesOf(payload),
    sensitive: place.sensitive,
    lifetime: lifetimeOf(payload, now),
    hasAllowlist:
      payload.kind === "create_key"
        ? payload.ipAllowlist.length > 0
        : payload.kind !== "waive_network" && place.keyAllowlist,
    requesterId: requester.userId,
    requesterTeams: requester.teams,
  };
}

/** Why a draft needs nobody: the policy asks for nobody, a standing rule matches, or break-glass is open. Null when people decide. */
export async function standingApproval(
  tx: Transaction,
  ctx: Context,
  actor: UserActor,
  draft: RequestDraft,
  keyAllowlist: boolean,
): Promise<StandingApproval | null> {
  if (draft.rules.length === 0) return { by: "policy", id: null };
  const now = ctx.clock.now();
  const use = await openUse(tx, actor, draft.environment.id, now);
  if (use) return { by: "break_glass", id: use.id };
  const rows = await tx
    .select({ id: approvalRules.id, document: approvalRules.document })
    .from(approvalRules)
    .where(and(eq(approvalRules.organizationId, actor.organizationId), eq(approvalRules.enabled, true)))
    .orderBy(asc(approvalRules.id));
  if (rows.length === 0) return null;
  const teams = await teamsOf(tx, actor);
  const { id: environmentId, projectId } = draft.environment;
  const subject = ruleSubject(
    draft.payload,
    { projectId, environmentId, sensitive: draft.sensitive, keyAllowlist },
    { userId: actor.userId, teams },
    now,
  );
  for (const row of rows) {
    const conditions = ruleConditionsSchema.safeParse(row.document);
    if (conditions.success && matchesConditions(conditions.data, subject)) return { by: "rule", id: row.id };
  }
  return null;
}

async function teamsOf(tx: Transaction, actor: UserActor): Promise<string[]> {
  const rows = await tx
    .select({ teamId: teamMembers.teamId })
    .from(teamMembers)
    .where(and(eq(teamMembers.organizationId, actor.organizationId), eq(teamMembers.memberId, actor.memberId)));
  return rows.map(({ teamId }) => teamId);
}

/** The break-glass use that this person has open in an environment. */
export async function openUse(tx: Transaction, actor: UserActor, environmentId: `env_${string}`, now: Date) {
  const [row] = await tx
    .select()
    .from(breakGlassUses)
    .where(
      and(
        eq(breakGlassUses.organizationId, actor.organizationId),
        eq(breakGlassUses.userId, actor.userId),
        eq(breakGlassUses.environmentId, environmentId),
        isNull(breakGlassUses.endedAt),
        gt(breakGlassUses.endsAt, now),
        sql`exists (select 1 from approval_settings s where s.organization_id = ${breakGlassUses.organizationId}
          and ${breakGlassUses.userId} = any(s.break_glass_members))`,
      ),
    );
  return row ?? null;
}
