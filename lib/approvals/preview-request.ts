import { sql } from "drizzle-orm";
import type { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { LatchkeyError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { previewSchema } from "./answer-schema";
import { draftRequest } from "./draft-request";
import { type Decidable, missingOf, rulesOf, ruleWords } from "./policy";
import { approverRows, fallbackOf, namesOf, readSettingsRow, typicalSeconds } from "./queries";
import { submitRequestSchema } from "./schema";
import { standingApproval } from "./standing-approval";
import { requirePerson } from "./submit-request";

export type RequestPreview = z.output<typeof previewSchema>;

/**
 * What would become of a request, before it is made: who has to agree, who can, how long it usually takes, or why it cannot
 * be asked. Writes nothing. @throws forbidden (machines), invalid_input.
 */
export async function previewRequest(ctx: Context, body: unknown): Promise<RequestPreview> {
  const actor = requirePerson(ctx);
  const input = parseInput(submitRequestSchema, body);
  return withOrganization(ctx, async (tx) => {
    await tx.execute(sql`set transaction read only`);
    const { organizationId } = actor;
    try {
      const draft = await draftRequest(tx, ctx, input);
      const standing = await standingApproval(tx, ctx, actor, draft, false);
      const fallback = fallbackOf(await readSettingsRow(tx, organizationId));
      const people = await approverRows(tx, organizationId, { rules: draft.rules, fallback: null });
      const names = await namesOf(
        tx,
        organizationId,
        draft.rules.flatMap((rule) => [...rule.teams, ...rule.members]),
      );
      const asked: Decidable = {
        requesterId: actor.userId,
        rules: draft.rules,
        escalated: false,
        environment: draft.environment,
      };
      const able = people.filter((person) => rulesOf(asked, person, fallback).length > 0);
      return {
        outcome: standing ? "approved_at_once" : "needs_approval",
        approvedBy: standing?.by ?? null,
        message: null,
        rules: draft.rules.map((rule) => ({
          reason: rule.reason,
          count: rule.count,
          given: 0,
          who: ruleWords(rule, names),
        })),
        approvalsNeeded: standing ? 0 : missingOf(draft.rules, []),
        approvers: standing
          ? []
          : able.slice(0, 50).map(({ userId, name, email, role }) => ({ userId, name, email, role })),
        typicalSeconds: await typicalSeconds(tx, organizationId, draft.environment.id, ctx.clock.now()),
      };
    } catch (error) {
      if (!(error instanceof LatchkeyError) || (error.code !== "forbidden" && error.code !== "conflict")) throw error;
      const nothing = { rules: [], approvalsNeeded: 0, approvers: [], typicalSeconds: null, approvedBy: null };
      return { outcome: "refused", message: error.message, ...nothing };
    }
  });
}
