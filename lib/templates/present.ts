import type { TemplateRow } from "./queries";
import { type PresentedTemplate, templateSettingsSchema } from "./schema";

/** The only list of a template's fields that leave the house. */
export function presentTemplate(row: TemplateRow, project: { id: string; slug: string }): PresentedTemplate {
  const { template, content } = row;
  return {
    id: template.id,
    slug: template.slug,
    projectId: project.id,
    project: project.slug,
    version: template.version,
    name: content.name,
    description: content.description,
    category: content.category,
    ...templateSettingsSchema.parse(content.document),
    keys: row.keys,
    keysBehind: row.keysBehind,
    createdAt: template.createdAt.toISOString(),
    updatedAt: template.updatedAt.toISOString(),
    archivedAt: template.archivedAt?.toISOString() ?? null,
  };
}
