import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { findManagedProject } from "./find-project";
import { presentProject } from "./present";
import { countLiveKeys, updateProjectRow } from "./queries";
import type { PresentedProject } from "./schema";

/**
 * Puts a project away: it keeps its history and takes no new keys. Refused while keys of it could still work, because
 * an archive must not be where working keys are forgotten. @throws forbidden, not_found, conflict.
 */
export async function archiveProject(ctx: Context, name: string): Promise<PresentedProject> {
  return setArchived(ctx, name, true);
}

/** Takes a project out of the archive. @throws forbidden, not_found, conflict. */
export async function restoreProject(ctx: Context, name: string): Promise<PresentedProject> {
  return setArchived(ctx, name, false);
}

async function setArchived(ctx: Context, name: string, archived: boolean): Promise<PresentedProject> {
  return withOrganization(ctx, async (tx) => {
    const { project, environments } = await findManagedProject(tx, ctx, name, { lock: true });
    if ((project.archivedAt !== null) === archived) {
      throw conflict(archived ? "The project is archived already." : "The project is not archived.");
    }
    const now = ctx.clock.now();
    const live = archived ? await countLiveKeys(tx, project.organizationId, project.id, now) : 0;
    if (live > 0) {
      const keys = live === 1 ? "1 key that works or could" : `${live} keys that work or could`;
      throw conflict(`The project has ${keys} work again. Revoke them first.`, { keys: live });
    }
    const change = { archivedAt: archived ? now : null, updatedAt: now };
    const updated = await updateProjectRow(tx, project.organizationId, project.id, change);
    await recordAudit(tx, ctx, {
      action: archived ? "project.archived" : "project.restored",
      target: { type: "project", id: project.id, name: project.name },
    });
    return presentProject(ctx.actor, updated, environments);
  });
}
