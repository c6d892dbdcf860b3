import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { changesOf } from "./changes";
import { findManagedProject } from "./find-project";
import { RESERVED_SLUGS } from "./free-names";
import { presentProject } from "./present";
import { hasKeys, updateProjectRow } from "./queries";
import { type PresentedProject, updateProjectSchema } from "./schema";
import { refuseTaken } from "./taken";

/**
 * Changes what is named. Slug and prefix are fixed once a key exists: they are in keys, configurations and mails.
 * @throws forbidden, not_found, invalid_input, conflict.
 */
export async function updateProject(ctx: Context, name: string, input: unknown): Promise<PresentedProject> {
  return withOrganization(ctx, async (tx) => {
    const { project, environments } = await findManagedProject(tx, ctx, name, { lock: true });
    const wanted = parseInput(updateProjectSchema, input);
    if (wanted.slug && RESERVED_SLUGS.has(wanted.slug)) throw invalidInput("slug", "This slug is reserved.");
    const changes = changesOf<Record<string, unknown>>(project, wanted);
    if (!changes) return presentProject(ctx.actor, project, environments);
    const fixed = ["slug", "keyPrefix"].filter((field) => field in changes.after);
    if (fixed.length > 0 && (await hasKeys(tx, project.organizationId, { projectId: project.id }))) {
      throw conflict("The project has keys, so its slug and key prefix stay as they are.", { fields: fixed });
    }
    const change = { ...changes.after, updatedAt: ctx.clock.now() };
    const updated = await refuseTaken(updateProjectRow(tx, project.organizationId, project.id, change));
    await recordAudit(tx, ctx, {
      action: "project.updated",
      target: { type: "project", id: project.id, name: updated.name },
      ...changes,
    });
    return presentProject(ctx.actor, updated, environments);
  });
}
