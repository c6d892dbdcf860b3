import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { lifecycleRules } from "@/db/schema/lifecycle";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { selectPolicy } from "@/lib/policies/queries";
import { effectivePolicy } from "@/lib/policies/schema";
import { type FoundEnvironment, findEnvironment, findManagedEnvironment } from "@/lib/projects/find-project";
import { readUnusedRules, type unusedRulesAnswerSchema, unusedRulesSchema } from "./schema";

type Names = { project: string; environment: string };
type Answer = z.output<typeof unusedRulesAnswerSchema>;

async function answer(tx: Transaction, { environment }: FoundEnvironment): Promise<Answer> {
  const [row] = await tx
    .select()
    .from(lifecycleRules)
    .where(
      and(
        eq(lifecycleRules.organizationId, environment.organizationId),
        eq(lifecycleRules.environmentId, environment.id),
      ),
    );
  const stored = await selectPolicy(tx, environment.organizationId, environment.id);
  const { idleAfterDays, idleResponse } = effectivePolicy(stored?.document, environment.sensitivity);
  return {
    rules: readUnusedRules(row?.document),
    policyIdle: idleAfterDays === null ? null : { days: idleAfterDays, response: idleResponse },
    updatedAt: row?.updatedAt.toISOString() ?? null,
  };
}

/** An environment's rules for keys that nobody uses. @throws not_found. */
export async function readEnvironmentRules(ctx: Context, names: Names): Promise<Answer> {
  return withOrganization(ctx, async (tx) => answer(tx, await findEnvironment(tx, ctx, names)));
}

/** Sets the rules as a whole. @throws forbidden, step_up_required, not_found, invalid_input. */
export async function replaceEnvironmentRules(ctx: Context, names: Names, body: unknown): Promise<Answer> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedEnvironment(tx, ctx, names);
    const { environment, project } = found;
    requireStepUp(ctx.actor, ctx.clock);
    const document = parseInput(unusedRulesSchema, body);
    const before = await answer(tx, found);
    const updatedAt = ctx.clock.now();
    await tx
      .insert(lifecycleRules)
      .values({ organizationId: environment.organizationId, environmentId: environment.id, document, updatedAt })
      .onConflictDoUpdate({
        target: [lifecycleRules.organizationId, lifecycleRules.environmentId],
        set: { document, updatedAt },
      });
    await recordAudit(tx, ctx, {
      action: "environment.unused_rules_changed",
      target: { type: "environment", id: environment.id, name: `${project.name} / ${environment.name}` },
      before: before.rules,
      after: document,
    });
    return answer(tx, found);
  });
}
