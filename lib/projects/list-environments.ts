import { type Context, withOrganization } from "@/db/tenancy";
import { findEnvironment, findProject } from "./find-project";
import { presentEnvironment, presentProject } from "./present";
import type { PresentedEnvironment } from "./schema";

/** The environments of a project in order (at most 20, so there is one page). @throws forbidden, not_found. */
export async function listEnvironments(
  ctx: Context,
  name: string,
): Promise<{ items: PresentedEnvironment[]; nextCursor: null }> {
  return withOrganization(ctx, async (tx) => {
    const { project, environments } = await findProject(tx, ctx, name);
    return { items: presentProject(ctx.actor, project, environments).environments, nextCursor: null };
  });
}

/** One environment by id or slug. @throws forbidden, not_found. */
export async function readEnvironment(
  ctx: Context,
  names: { project: string; environment: string },
): Promise<PresentedEnvironment> {
  return withOrganization(ctx, async (tx) => {
    const { project, environment } = await findEnvironment(tx, ctx, names);
    return presentEnvironment(ctx.actor, project, environment);
  });
}
