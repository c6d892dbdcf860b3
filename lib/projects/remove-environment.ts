import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict } from "@/lib/core/errors";
import { findManagedEnvironment } from "./find-project";
import { deleteEnvironmentRow, hasKeys } from "./queries";

/**
 * Removes an environment that never had a key: revoked and expired keys keep their history, and with it their
 * environment. @throws forbidden, not_found, conflict.
 */
export async function removeEnvironment(ctx: Context, names: { project: string; environment: string }): Promise<void> {
  await withOrganization(ctx, async (tx) => {
    const { project, environment } = await findManagedEnvironment(tx, ctx, names, { lock: true });
    if (await hasKeys(tx, environment.organizationId, { environmentId: environment.id })) {
      throw conflict("The environment has keys, and their history stays. It cannot be removed.");
    }
    await deleteEnvironmentRow(tx, environment.organizationId, environment.id);
    const { name, slug, tag, sensitivity } = environment;
    await recordAudit(tx, ctx, {
      action: "environment.removed",
      target: { type: "environment", id: environment.id, name },
      before: { name, slug, tag, sensitivity, project: project.slug },
    });
  });
}
