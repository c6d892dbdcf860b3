import { approvalSettings } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { forbidden, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { isBound, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { requireManager } from "./manage-rules";
import { auditedSettings, presentSettings } from "./present";
import { approverRows, namesOf, readSettingsRow } from "./queries";
import { updateSettingsSchema } from "./schema";

/** Who may break the glass, who decides after an escalation, and where messages go. @throws forbidden. */
export async function readSettings(ctx: Context) {
  requirePermission(ctx.actor, "requests:read");
  if (isBound(ctx.actor))
    throw forbidden("This service token is bound to a part of the organization; these hold for all of it.");
  return withOrganization(ctx, async (tx) =>
    presentSettings(ctx.actor, await readSettingsRow(tx, ctx.actor.organizationId)),
  );
}

/** Changes what is named. The webhook's address is kept sealed. @throws forbidden, step_up_required, invalid_input. */
export async function updateSettings(ctx: Context, body: unknown) {
  requireManager(ctx);
  const input = parseInput(updateSettingsSchema, body);
  requireStepUp(ctx.actor, ctx.clock);
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    const named = [
      ...(input.fallbackTeams ?? []),
      ...(input.fallbackMembers ?? []),
      ...(input.breakGlassMembers ?? []),
    ];
    const names = await namesOf(tx, organizationId, named);
    const people = await approverRows(tx, organizationId, {
      rules: [],
      fallback: null,
      userIds: input.breakGlassMembers ?? [],
    });
    const errors = (["fallbackTeams", "fallbackMembers", "breakGlassMembers"] as const).flatMap((field) =>
      (input[field] ?? []).flatMap((id, index) => {
        if (!names.has(id)) return [{ path: `${field}.${index}`, message: "is not of this organization" }];
        const role = people.find(({ userId }) => userId === id)?.role;
        const mayNot = field === "breakGlassMembers" && role !== "owner" && role !== "admin";
        return mayNot ? [{ path: `${field}.${index}`, message: "must be an owner or admin" }] : [];
      }),
    );
    if (errors.length > 0) throw invalidInput(errors);
    const before = await readSettingsRow(tx, organizationId);
    const after = {
      ...before,
      breakGlassMembers: input.breakGlassMembers ?? before.breakGlassMembers,
      breakGlassSeconds: input.breakGlassDuration ?? before.breakGlassSeconds,
      fallbackTeams: input.fallbackTeams ?? before.fallbackTeams,
      fallbackMembers: input.fallbackMembers ?? before.fallbackMembers,
      ...(input.webhookUrl === undefined ? {} : sealWebhook(ctx, input.webhookUrl)),
      updatedAt: ctx.clock.now(),
    };
    await tx
      .insert(approvalSettings)
      .values(after)
      .onConflictDoUpdate({ target: approvalSettings.organizationId, set: after });
    await recordAudit(tx, ctx, {
      action: "approval_settings.updated",
      target: { type: "organization", id: organizationId, name: null },
      before: auditedSettings(before),
      after: { ...auditedSettings(after), ...(input.webhookUrl ? { webhookChanged: true } : {}) },
    });
    return presentSettings(ctx.actor, after);
  });
}

function sealWebhook(ctx: Context, url: string | null) {
  if (url === null) return { webhookUrl: null, webhookHost: null };
  const { organizationId } = ctx.actor;
  return { webhookUrl: ctx.vault.seal(url, `approval_settings/${organizationId}`), webhookHost: new URL(url).host };
}
