import { and, desc, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { trustRuleActivity, trustRules } from "@/db/schema/leases";
import { organizations } from "@/db/schema/people";
import { environments, policies, projects, scopes } from "@/db/schema/projects";
import type { Sensitivity } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";

const COLUMNS = {
  id: trustRules.id,
  name: trustRules.name,
  issuer: trustRules.issuer,
  audience: trustRules.audience,
  subject: trustRules.subject,
  claims: trustRules.claims,
  projectId: trustRules.projectId,
  project: projects.slug,
  environmentId: trustRules.environmentId,
  environment: environments.slug,
  sensitivity: environments.sensitivity,
  scopes: trustRules.scopes,
  longestLife: trustRules.longestLife,
  addresses: trustRules.addresses,
  enabled: trustRules.enabled,
  exchanges: trustRuleActivity.exchanges,
  lastUsedAt: trustRuleActivity.lastUsedAt,
  lastSubject: trustRuleActivity.lastSubject,
  lastIp: trustRuleActivity.lastIp,
  createdBy: trustRules.createdBy,
  createdAt: trustRules.createdAt,
  updatedAt: trustRules.updatedAt,
};

export type TrustRuleRow = Awaited<ReturnType<typeof findTrustRules>>[number];

type Filter = { id?: string; project?: string; environment?: string; before?: string; limit: number };

/** Rules that were not removed, newest first (ids sort by creation). */
export function findTrustRules(tx: Transaction, organizationId: Id<"organization">, filter: Filter) {
  const conditions: (SQL | undefined)[] = [eq(trustRules.organizationId, organizationId), isNull(trustRules.removedAt)];
  if (filter.id !== undefined) conditions.push(sql`${trustRules.id} = ${filter.id}`);
  if (filter.before !== undefined) conditions.push(sql`${trustRules.id} < ${filter.before}`);
  if (filter.project !== undefined)
    conditions.push(or(sql`${projects.id} = ${filter.project}`, eq(projects.slug, filter.project)));
  if (filter.environment !== undefined) {
    conditions.push(or(sql`${environments.id} = ${filter.environment}`, eq(environments.slug, filter.environment)));
  }
  return tx
    .select(COLUMNS)
    .from(trustRules)
    .innerJoin(
      environments,
      and(eq(environments.organizationId, trustRules.organizationId), eq(environments.id, trustRules.environmentId)),
    )
    .innerJoin(
      projects,
      and(eq(projects.organizationId, trustRules.organizationId), eq(projects.id, trustRules.projectId)),
    )
    .leftJoin(
      trustRuleActivity,
      and(
        eq(trustRuleActivity.organizationId, trustRules.organizationId),
        eq(trustRuleActivity.trustRuleId, trustRules.id),
      ),
    )
    .where(and(...conditions))
    .orderBy(desc(trustRules.id))
    .limit(filter.limit);
}

export async function findTrustRule(
  tx: Transaction,
  organizationId: Id<"organization">,
  id: string,
): Promise<TrustRuleRow | null> {
  const [row] = await findTrustRules(tx, organizationId, { id, limit: 1 });
  return row ?? null;
}

/** Locks a rule for a change; false when it is gone. */
export async function lockTrustRule(tx: Transaction, organizationId: Id<"organization">, id: string): Promise<boolean> {
  const rows = await tx
    .select({ id: trustRules.id })
    .from(trustRules)
    .where(
      and(eq(trustRules.organizationId, organizationId), sql`${trustRules.id} = ${id}`, isNull(trustRules.removedAt)),
    )
    .for("update");
  return rows.length > 0;
}

export type TargetEnvironment = {
  id: Id<"environment">;
  slug: string;
  projectId: Id<"project">;
  project: string;
  sensitivity: Sensitivity;
  policy: unknown;
};

/** An environment of a project that is not archived, each by id or slug; null when there is none. */
export async function findEnvironment(
  tx: Transaction,
  organizationId: Id<"organization">,
  project: string,
  environment: string,
): Promise<TargetEnvironment | null> {
  const [row] = await tx
    .select({
      id: environments.id,
      slug: environments.slug,
      projectId: projects.id,
      project: projects.slug,
      sensitivity: environments.sensitivity,
      policy: policies.document,
    })
    .from(environments)
    .innerJoin(
      projects,
      and(eq(projects.organizationId, environments.organizationId), eq(projects.id, environments.projectId)),
    )
    .leftJoin(
      policies,
      and(eq(policies.organizationId, environments.organizationId), eq(policies.environmentId, environments.id)),
    )
    .where(
      and(
        eq(environments.organizationId, organizationId),
        isNull(projects.archivedAt),
        or(sql`${projects.id} = ${project}`, eq(projects.slug, project)),
        or(sql`${environments.id} = ${environment}`, eq(environments.slug, environment)),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** The names of a project's scopes. */
export async function findScopeNames(
  tx: Transaction,
  organizationId: Id<"organization">,
  projectId: Id<"project">,
): Promise<Set<string>> {
  const rows = await tx
    .select({ name: scopes.name })
    .from(scopes)
    .where(and(eq(scopes.organizationId, organizationId), eq(scopes.projectId, projectId)));
  return new Set(rows.map((row) => row.name));
}

export async function findOrganizationSlug(tx: Transaction, organizationId: Id<"organization">): Promise<string> {
  const [row] = await tx
    .select({ slug: organizations.slug })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return row?.slug ?? organizationId;
}
