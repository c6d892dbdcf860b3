import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { templates, templateVersions } from "@/db/schema/approvals";
import { scopes as scopeTable } from "@/db/schema/projects";
import { type Context, withOrganization } from "@/db/tenancy";
import { canonicalJson } from "@/lib/audit/chain";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { actorId } from "@/lib/core/permissions";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import { slugify } from "@/lib/core/slug";
import { findManagedProject } from "@/lib/projects/find-project";
import { presentTemplate } from "./present";
import { lockTemplate } from "./queries";
import { requireTemplate } from "./read-templates";
import {
  createTemplateSchema,
  type PresentedTemplate,
  type TemplateSettings,
  templateSettingsSchema,
  updateTemplateSchema,
} from "./schema";

type About = { name: string; description: string; category: string };

/** Writes a template at version 1. @throws forbidden, not_found, invalid_input, conflict (the slug is taken). */
export async function createTemplate(ctx: Context, projectName: string, body: unknown): Promise<PresentedTemplate> {
  const { name, slug, description, category, ...settings } = parseInput(createTemplateSchema, body);
  return withOrganization(ctx, async (tx) => {
    const { project } = await findManagedProject(tx, ctx, projectName);
    const { organizationId } = ctx.actor;
    await requireKnown(tx, organizationId, project.id, settings.scopes);
    const now = ctx.clock.now();
    const id = newId("template", now.getTime());
    const made = await tx
      .insert(templates)
      .values({
        organizationId,
        id,
        projectId: project.id,
        slug: slug ?? slugify(name, "template"),
        version: 1,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ slug: templates.slug });
    if (made.length === 0) throw conflict("Another template of the project has this slug.", { field: "slug" });
    await writeVersion(tx, ctx, id, 1, { name, description, category }, settings);
    await recordAudit(tx, ctx, {
      action: "template.created",
      target: { type: "template", id, name },
      after: { project: project.slug, version: 1, description, category, ...settings },
    });
    return presentTemplate(await requireTemplate(tx, organizationId, project.id, id), project);
  });
}

/**
 * Changes what is named, as a new version. Keys stay as they are and show that the template has moved on.
 * @throws forbidden, not_found, invalid_input, conflict (archived).
 */
export async function updateTemplate(
  ctx: Context,
  names: { project: string; template: string },
  body: unknown,
): Promise<PresentedTemplate> {
  const changes = parseInput(updateTemplateSchema, body);
  return withOrganization(ctx, async (tx) => {
    const { project } = await findManagedProject(tx, ctx, names.project);
    const { organizationId } = ctx.actor;
    const found = await requireTemplate(tx, organizationId, project.id, names.template);
    const locked = await lockTemplate(tx, organizationId, found.template.id);
    if (!locked) throw conflict("The template is archived.");
    const row = await requireTemplate(tx, organizationId, project.id, locked.id);
    const about: About = {
      name: row.content.name,
      description: row.content.description,
      category: row.content.category,
    };
    const before = { ...about, ...templateSettingsSchema.parse(row.content.document) };
    const after = { ...before, ...changes };
    if (canonicalJson(after) === canonicalJson(before)) return presentTemplate(row, project);
    const { name, description, category, ...settings } = after;
    await requireKnown(tx, organizationId, project.id, settings.scopes, before.scopes);
    const version = locked.version + 1;
    await writeVersion(tx, ctx, locked.id, version, { name, description, category }, settings);
    await tx
      .update(templates)
      .set({ version, updatedAt: ctx.clock.now() })
      .where(and(eq(templates.organizationId, organizationId), eq(templates.id, locked.id)));
    await recordAudit(tx, ctx, {
      action: "template.updated",
      target: { type: "template", id: locked.id, name },
      before: { version: locked.version, ...before },
      after: { version, ...after },
    });
    return presentTemplate(await requireTemplate(tx, organizationId, project.id, locked.id), project);
  });
}

/** Takes a template out of use. Keys that were made from it keep saying so. @throws forbidden, not_found, conflict. */
export async function archiveTemplate(ctx: Context, names: { project: string; template: string }): Promise<void> {
  await withOrganization(ctx, async (tx) => {
    const { project } = await findManagedProject(tx, ctx, names.project);
    const { organizationId } = ctx.actor;
    const found = await requireTemplate(tx, organizationId, project.id, names.template);
    if (!(await lockTemplate(tx, organizationId, found.template.id)))
      throw conflict("The template is archived already.");
    const now = ctx.clock.now();
    await tx
      .update(templates)
      .set({ archivedAt: now, updatedAt: now })
      .where(and(eq(templates.organizationId, organizationId), eq(templates.id, found.template.id)));
    await recordAudit(tx, ctx, {
      action: "template.archived",
      target: { type: "template", id: found.template.id, name: found.content.name },
    });
  });
}

async function writeVersion(
  tx: Transaction,
  ctx: Context,
  templateId: Id<"template">,
  version: number,
  about: About,
  document: TemplateSettings,
): Promise<void> {
  await tx.insert(templateVersions).values({
    organizationId: ctx.actor.organizationId,
    templateId,
    version,
    ...about,
    document,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.clock.now(),
  });
}

/** @throws invalid_input naming each scope that the catalogue does not have; those that were there before may stay. */
async function requireKnown(
  tx: Transaction,
  organizationId: Id<"organization">,
  projectId: Id<"project">,
  scopes: readonly string[],
  before: readonly string[] = [],
): Promise<void> {
  const rows = await tx
    .select({ name: scopeTable.name })
    .from(scopeTable)
    .where(and(eq(scopeTable.organizationId, organizationId), eq(scopeTable.projectId, projectId)));
  const known = (scope: string) =>
    isWildcardScope(scope)
      ? rows.some(({ name }) => scopeCovers(scope, name))
      : rows.some(({ name }) => name === scope);
  const errors = scopes.flatMap((scope, index) =>
    before.includes(scope) || known(scope)
      ? []
      : [{ path: `scopes.${index}`, message: `${scope} is not a scope of the project` }],
  );
  if (errors.length > 0) throw invalidInput(errors);
}
