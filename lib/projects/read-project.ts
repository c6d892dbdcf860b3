import { type Context, withOrganization } from "@/db/tenancy";
import { findProject } from "./find-project";
import { presentProject } from "./present";
import type { PresentedProject } from "./schema";

/** One project by id or slug, with its environments. @throws forbidden, not_found. */
export async function readProject(ctx: Context, name: string): Promise<PresentedProject> {
  return withOrganization(ctx, async (tx) => {
    const { project, environments } = await findProject(tx, ctx, name);
    return presentProject(ctx.actor, project, environments);
  });
}
