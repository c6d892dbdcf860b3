import { cache } from "react";
import type { Prefetched } from "@/app/_server/prefetch";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { PROJECT_PATH } from "@/components/projects/project-paths";
import type { Context } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { canManageEnvironment, canManageProject } from "@/lib/projects/policy";
import { readProject } from "@/lib/projects/read-project";
import type { PresentedEnvironment, PresentedProject } from "@/lib/projects/schema";

export type ProjectPageData = { ctx: Context; project: PresentedProject; mayManage: boolean; answers: Prefetched[] };

/** What every page of a project begins with; read once per request. What is not found becomes the not-found page. */
export const readProjectPage = cache(async (organization: string, wanted: string): Promise<ProjectPageData> => {
  const ctx = await organizationContext(organization);
  const project = await orNotFound(() => readProject(ctx, wanted));
  const init = { params: { path: { organization, project: project.slug } } };
  return {
    ctx,
    project,
    mayManage: canManageProject(ctx.actor, project.id),
    answers: [{ path: PROJECT_PATH, init, data: project }],
  };
});

/** The same for one of its environments, named by slug or id. */
export async function readEnvironmentPage(
  organization: string,
  wanted: string,
  name: string,
): Promise<ProjectPageData & { environment: PresentedEnvironment }> {
  const page = await readProjectPage(organization, wanted);
  const environment = await orNotFound(async () => {
    const found = page.project.environments.find(({ slug, id }) => slug === name || id === name);
    if (!found) throw notFound("environment");
    return found;
  });
  return { ...page, environment, mayManage: canManageEnvironment(page.ctx.actor, environment) };
}
