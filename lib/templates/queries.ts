import { and, asc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { templates, templateVersions } from "@/db/schema/approvals";
import { type Id, isId } from "@/lib/core/ids";

type Organization = Id<"organization">;
export type TemplateRow = Awaited<ReturnType<typeof templateRows>>[number];

const sortName = sql<string>`lower(${templateVersions.name}) collate "C"`;

const live = sql`k.organization_id = ${templates.organizationId} and k.template_id = ${templates.id}
  and k.state <> 'revoked' and (k.expires_at is null or k.expires_at > now())`;

/** The templates of a project at their newest versions, by name. */
export function templateRows(
  tx: Transaction,
  organizationId: Organization,
  projectId: Id<"project">,
  filter: { reference?: string; archived?: boolean; after?: readonly [string, string]; limit: number },
) {
  const { reference, archived, after } = filter;
  return tx
    .select({
      template: templates,
      content: templateVersions,
      sortName,
      keys: sql<number>`(select count(*) from keys k where ${live})`,
      keysBehind: sql<number>`(select count(*) from keys k where ${live} and k.template_version < ${templates.version})`,
    })
    .from(templates)
    .innerJoin(
      templateVersions,
      and(
        eq(templateVersions.organizationId, templates.organizationId),
        eq(templateVersions.templateId, templates.id),
        eq(templateVersions.version, templates.version),
      ),
    )
    .where(
      and(
        eq(templates.organizationId, organizationId),
        eq(templates.projectId, projectId),
        reference === undefined
          ? undefined
          : or(eq(templates.slug, reference), isId("template", reference) ? eq(templates.id, reference) : undefined),
        archived === undefined ? undefined : archived ? isNotNull(templates.archivedAt) : isNull(templates.archivedAt),
        after === undefined ? undefined : sql`(${sortName}, ${templates.id}) > (${after[0]}, ${after[1]})`,
      ),
    )
    .orderBy(sortName, asc(templates.id))
    .limit(filter.limit);
}

/** Locks a template against other changes; null when it is archived or not there. */
export async function lockTemplate(tx: Transaction, organizationId: Organization, id: Id<"template">) {
  const [row] = await tx
    .select()
    .from(templates)
    .where(and(eq(templates.organizationId, organizationId), eq(templates.id, id), isNull(templates.archivedAt)))
    .for("no key update");
  return row ?? null;
}

export function versionRows(tx: Transaction, organizationId: Organization, id: Id<"template">) {
  return tx
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.organizationId, organizationId), eq(templateVersions.templateId, id)))
    .orderBy(sql`${templateVersions.version} desc`)
    .limit(200);
}
