import { and, asc, count, eq, gt, ilike, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { environments, policies, projects } from "@/db/schema/projects";
import { type Id, isId } from "@/lib/core/ids";
import type { EnvironmentRow, ProjectRow } from "./present";

type Organization = Id<"organization">;

/** A pattern for ILIKE that finds the text anywhere, taken as it is. */
export function contains(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** One project by id or slug, or null. */
export async function selectProject(tx: Transaction, organizationId: Organization, name: string) {
  const [row] = await tx
    .select()
    .from(projects)
    .where(
      and(
        eq(projects.organizationId, organizationId),
        isId("project", name) ? eq(projects.id, name) : eq(projects.slug, name),
      ),
    );
  return row ?? null;
}

const byName = sql<string>`lower(${projects.name}) collate "C"`;

/** A page of projects by name; `after` is the sort name and id of the last one. */
export function selectProjects(
  tx: Transaction,
  organizationId: Organization,
  filters: { archived: "true" | "false" | "all"; q?: string | undefined; projectId: Id<"project"> | null },
  page: { after: readonly [string, string] | null; limit: number },
) {
  return tx
    .select({ project: projects, sortName: byName })
    .from(projects)
    .where(
      and(
        eq(projects.organizationId, organizationId),
        filters.projectId === null ? undefined : eq(projects.id, filters.projectId),
        filters.archived === "all"
          ? undefined
          : filters.archived === "true"
            ? isNotNull(projects.archivedAt)
            : isNull(projects.archivedAt),
        filters.q === undefined
          ? undefined
          : or(ilike(projects.name, contains(filters.q)), ilike(projects.slug, contains(filters.q))),
        page.after === null ? undefined : sql`(${byName}, ${projects.id}) > (${page.after[0]}, ${page.after[1]})`,
      ),
    )
    .orderBy(byName, asc(projects.id))
    .limit(page.limit);
}

/** The environments of these projects, in order. */
export function selectEnvironments(
  tx: Transaction,
  organizationId: Organization,
  projectIds: readonly Id<"project">[],
): Promise<EnvironmentRow[]> {
  if (projectIds.length === 0) return Promise.resolve([]);
  return tx
    .select()
    .from(environments)
    .where(and(eq(environments.organizationId, organizationId), inArray(environments.projectId, [...projectIds])))
    .orderBy(asc(environments.position), asc(environments.id));
}

/** Every environment of the organization with its project's slug. */
export function selectAllEnvironments(tx: Transaction, organizationId: Organization) {
  return tx
    .select({ environment: environments, project: projects.slug })
    .from(environments)
    .innerJoin(
      projects,
      and(eq(projects.organizationId, environments.organizationId), eq(projects.id, environments.projectId)),
    )
    .where(eq(environments.organizationId, organizationId));
}

/**
 * Locks the project and its environments against new keys: a key's row needs its environment, so whoever makes one now
 * waits, and whoever was first is seen.
 */
export async function lockProject(tx: Transaction, organizationId: Organization, projectId: Id<"project">) {
  const [row] = await tx
    .select()
    .from(projects)
    .where(and(eq(projects.organizationId, organizationId), eq(projects.id, projectId)))
    .for("update");
  const locked = await tx
    .select()
    .from(environments)
    .where(and(eq(environments.organizationId, organizationId), eq(environments.projectId, projectId)))
    .orderBy(asc(environments.id))
    .for("update");
  locked.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  return row ? { project: row, environments: locked } : null;
}

export async function hasKeys(
  tx: Transaction,
  organizationId: Organization,
  where: { projectId: Id<"project"> } | { environmentId: Id<"environment"> },
): Promise<boolean> {
  const [row] = await tx
    .select({ id: keys.id })
    .from(keys)
    .where(
      and(
        eq(keys.organizationId, organizationId),
        "projectId" in where ? eq(keys.projectId, where.projectId) : eq(keys.environmentId, where.environmentId),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** Keys that work or could work again: neither revoked nor expired. */
export function isLive(now: Date) {
  return and(ne(keys.state, "revoked"), or(isNull(keys.expiresAt), gt(keys.expiresAt, now)));
}

export async function countLiveKeys(
  tx: Transaction,
  organizationId: Organization,
  projectId: Id<"project">,
  now: Date,
): Promise<number> {
  const [row] = await tx
    .select({ live: count() })
    .from(keys)
    .where(and(eq(keys.organizationId, organizationId), eq(keys.projectId, projectId), isLive(now)));
  return row?.live ?? 0;
}

/** Which of these key prefixes are taken in the organization. */
export async function selectTaken(tx: Transaction, organizationId: Organization) {
  const rows = await tx
    .select({ slug: projects.slug, keyPrefix: projects.keyPrefix })
    .from(projects)
    .where(eq(projects.organizationId, organizationId));
  return { slugs: new Set(rows.map((row) => row.slug)), prefixes: new Set(rows.map((row) => row.keyPrefix)) };
}

export async function insertProject(tx: Transaction, row: typeof projects.$inferInsert): Promise<ProjectRow> {
  const [written] = await tx.insert(projects).values(row).returning();
  if (!written) throw new Error("The project was not written.");
  return written;
}

/** An environment and its (empty: all by preset) policy. */
export async function insertEnvironment(
  tx: Transaction,
  row: typeof environments.$inferInsert,
): Promise<EnvironmentRow> {
  const [written] = await tx.insert(environments).values(row).returning();
  if (!written) throw new Error("The environment was not written.");
  await tx.insert(policies).values({
    organizationId: row.organizationId,
    environmentId: row.id,
    document: {},
    version: 1,
    updatedAt: row.updatedAt,
  });
  return written;
}

export async function updateProjectRow(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"project">,
  change: Partial<ProjectRow>,
): Promise<ProjectRow> {
  const [row] = await tx
    .update(projects)
    .set(change)
    .where(and(eq(projects.organizationId, organizationId), eq(projects.id, id)))
    .returning();
  if (!row) throw new Error("The project is gone.");
  return row;
}

export async function updateEnvironmentRow(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"environment">,
  change: Partial<EnvironmentRow>,
): Promise<EnvironmentRow | null> {
  const [row] = await tx
    .update(environments)
    .set(change)
    .where(and(eq(environments.organizationId, organizationId), eq(environments.id, id)))
    .returning();
  return row ?? null;
}

export async function deleteEnvironmentRow(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"environment">,
): Promise<void> {
  await tx.delete(environments).where(and(eq(environments.organizationId, organizationId), eq(environments.id, id)));
}
