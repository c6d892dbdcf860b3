import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { changesOf } from "./changes";
import { findManagedEnvironment } from "./find-project";
import { presentEnvironment } from "./present";
import { updateEnvironmentRow } from "./queries";
import { type PresentedEnvironment, updateEnvironmentSchema } from "./schema";

/**
 * Changes name, colour, order or sensitivity. Slug and tag are part of keys and configurations, so they stay.
 * @throws forbidden, step_up_required (the sensitivity decides the policy's presets), not_found, invalid_input.
 */
export async function updateEnvironment(
  ctx: Context,
  names: { project: string; environment: string },
  input: unknown,
): Promise<PresentedEnvironment> {
  return withOrganization(ctx, async (tx) => {
    const { project, environment } = await findManagedEnvironment(tx, ctx, names, { lock: true });
    const wanted = parseInput(updateEnvironmentSchema, input);
    const changes = changesOf<Record<string, unknown>>(environment, wanted);
    if (!changes) return presentEnvironment(ctx.actor, project, environment);
    if ("sensitivity" in changes.after) requireStepUp(ctx.actor, ctx.clock);
    const change = { ...changes.after, updatedAt: ctx.clock.now() };
    const updated = await updateEnvironmentRow(tx, environment.organizationId, environment.id, change);
    if (!updated) throw notFound("environment");
    await recordAudit(tx, ctx, {
      action: "environment.updated",
      target: { type: "environment", id: environment.id, name: updated.name },
      ...changes,
    });
    return presentEnvironment(ctx.actor, project, updated);
  });
}
