import type { environments, projects, scopes } from "@/db/schema/projects";
import type { Actor } from "@/lib/core/actor";
import { accessLevel } from "@/lib/core/permissions";
import { canReadEnvironment } from "./policy";
import type { PresentedEnvironment, PresentedProject, PresentedScope } from "./schema";

export type ProjectRow = typeof projects.$inferSelect;
export type EnvironmentRow = typeof environments.$inferSelect;
export type ScopeRow = typeof scopes.$inferSelect;

export function presentEnvironment(actor: Actor, project: ProjectRow, row: EnvironmentRow): PresentedEnvironment {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    tag: row.tag,
    color: row.color,
    sensitivity: row.sensitivity,
    position: row.position,
    projectId: project.id,
    project: project.slug,
    keyStart: `${project.keyPrefix}_${row.tag}_`,
    access: accessLevel(actor, row),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** `rows` are the project's environments in order. */
export function presentProject(actor: Actor, row: ProjectRow, rows: readonly EnvironmentRow[]): PresentedProject {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    keyPrefix: row.keyPrefix,
    environments: rows
      .filter((environment) => canReadEnvironment(actor, environment))
      .map((environment) => presentEnvironment(actor, row, environment)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

export function presentScope(row: ScopeRow): PresentedScope {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    category: row.category,
    sensitive: row.sensitive,
    endpoints: row.endpoints,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
