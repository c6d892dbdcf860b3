import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import { forbidden, notFound } from "@/lib/core/errors";
import { requirePermission } from "@/lib/core/permissions";
import { canManageEnvironment, canManageProject, canReadEnvironment, canReadProject } from "./policy";
import type { EnvironmentRow, ProjectRow } from "./present";
import { lockProject, selectEnvironments, selectProject } from "./queries";

export type FoundProject = { project: ProjectRow; environments: EnvironmentRow[] };

/**
 * A project (id or slug) with all its environments, in order. `lock` keeps new keys out until the transaction ends.
 * @throws not_found when it does not exist or the actor may not read it: the two look the same.
 */
export async function findProject(
  tx: Transaction,
  ctx: Context,
  name: string,
  options: { lock?: boolean } = {},
): Promise<FoundProject> {
  requirePermission(ctx.actor, "projects:read");
  const organizationId = ctx.actor.organizationId;
  const project = await selectProject(tx, organizationId, name);
  if (!project) throw notFound("project");
  const found = options.lock
    ? await lockProject(tx, organizationId, project.id)
    : { project, environments: await selectEnvironments(tx, organizationId, [project.id]) };
  if (!found || !canReadProject(ctx.actor, found.project.id, found.environments)) throw notFound("project");
  return found;
}

/** As `findProject`, for those who may change the project itself. @throws not_found, forbidden. */
export async function findManagedProject(
  tx: Transaction,
  ctx: Context,
  name: string,
  options: { lock?: boolean } = {},
): Promise<FoundProject> {
  const found = await findProject(tx, ctx, name, options);
  if (canManageProject(ctx.actor, found.project.id)) return found;
  requirePermission(ctx.actor, "projects:write");
  throw forbidden("This service token is bound to environments and cannot change what a project's environments share.");
}

export type FoundEnvironment = FoundProject & { environment: EnvironmentRow };

/** An environment (id or slug) of a project. @throws not_found. */
export async function findEnvironment(
  tx: Transaction,
  ctx: Context,
  names: { project: string; environment: string },
  options: { lock?: boolean } = {},
): Promise<FoundEnvironment> {
  const found = await findProject(tx, ctx, names.project, options);
  const environment = found.environments.find(({ id, slug }) => id === names.environment || slug === names.environment);
  if (!environment || !canReadEnvironment(ctx.actor, environment)) throw notFound("environment");
  return { ...found, environment };
}

/** As `findEnvironment`, for those who may change it. @throws not_found, forbidden. */
export async function findManagedEnvironment(
  tx: Transaction,
  ctx: Context,
  names: { project: string; environment: string },
  options: { lock?: boolean } = {},
): Promise<FoundEnvironment> {
  const found = await findEnvironment(tx, ctx, names, options);
  if (canManageEnvironment(ctx.actor, found.environment)) return found;
  requirePermission(ctx.actor, "projects:write");
  throw forbidden(
    `This needs the access level manage in the environment ${found.environment.name}. Ask an owner of the organization.`,
    { environment: found.environment.slug },
  );
}
