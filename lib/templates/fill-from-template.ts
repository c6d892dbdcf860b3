import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { formatDuration } from "@/lib/core/durations";
import { invalidInput } from "@/lib/core/errors";
import { requirePermission } from "@/lib/core/permissions";
import { resolveEnvironment } from "@/lib/keys/resolve-target";
import { templateRows } from "./queries";
import { templateSettingsSchema } from "./schema";

const namedSchema = z.looseObject({
  template: z.string().min(1).max(64),
  project: z.string().min(1).max(64),
  environment: z.string().min(1).max(64),
});

/**
 * A body of `POST /keys` or `POST /requests` that names a template, with what it leaves out taken from the template. Any
 * other body comes back as it is: what is wrong with it is for the verb to say. @throws not_found, invalid_input (template).
 */
export async function fillFromTemplate(ctx: Context, body: unknown): Promise<unknown> {
  const named = namedSchema.safeParse(body);
  if (!named.success) return body;
  requirePermission(ctx.actor, "keys:write");
  const { template: reference, project, environment } = named.data;
  return withOrganization(ctx, async (tx) => {
    const target = await resolveEnvironment(tx, ctx, { project, environment });
    const [row] = await templateRows(tx, ctx.actor.organizationId, target.projectId, {
      reference,
      archived: false,
      limit: 1,
    });
    if (!row) throw invalidInput("template", `is not a template of ${target.projectName}`);
    const { lifetime, ...settings } = templateSettingsSchema.parse(row.content.document);
    const hasEnd = "expiresAt" in named.data || "expiresIn" in named.data;
    const end = lifetime === null || hasEnd ? {} : { expiresIn: formatDuration(lifetime) };
    return { ...settings, ...end, ...named.data };
  });
}
