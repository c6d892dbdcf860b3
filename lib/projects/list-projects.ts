import { z } from "zod";
import { type Context, withOrganization } from "@/db/tenancy";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { canReadProject } from "./policy";
import { presentProject } from "./present";
import { selectEnvironments, selectProjects } from "./queries";
import { type PresentedProject, projectListSchema } from "./schema";

/** Projects by name, with their environments. A page may be shorter than `limit` where some are not for the reader. */
export async function listProjects(ctx: Context, input: unknown): Promise<Page<PresentedProject>> {
  requirePermission(ctx.actor, "projects:read");
  const { limit, cursor, ...filters } = parseInput(projectListSchema, input);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([z.string(), z.string()]));
  const organizationId = ctx.actor.organizationId;
  const projectId = ctx.actor.type === "service_token" ? ctx.actor.projectId : null;
  return withOrganization(ctx, async (tx) => {
    const rows = await selectProjects(tx, organizationId, { ...filters, projectId }, { after, limit: limit + 1 });
    const page = pageOf(rows, limit, ({ sortName, project }) => encodeCursor([sortName, project.id]));
    const environments = await selectEnvironments(
      tx,
      organizationId,
      page.items.map(({ project }) => project.id),
    );
    const items = page.items
      .map(({ project }) => ({ project, own: environments.filter((row) => row.projectId === project.id) }))
      .filter(({ project, own }) => canReadProject(ctx.actor, project.id, own))
      .map(({ project, own }) => presentProject(ctx.actor, project, own));
    return { items, nextCursor: page.nextCursor };
  });
}
