import { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { findProject } from "@/lib/projects/find-project";
import { presentTemplate } from "./present";
import { type TemplateRow, templateRows, versionRows } from "./queries";
import {
  listTemplatesSchema,
  type PresentedTemplate,
  templateSettingsSchema,
  type templateVersionSchema,
} from "./schema";

const cursorSchema = z.tuple([z.string().max(400), z.string().max(64)]);

/** The templates of a project, by name. @throws forbidden, not_found. */
export async function listTemplates(
  ctx: Context,
  projectName: string,
  query: unknown,
): Promise<Page<PresentedTemplate>> {
  const { limit, cursor, archived } = parseInput(listTemplatesSchema, query);
  return withOrganization(ctx, async (tx) => {
    const { project } = await findProject(tx, ctx, projectName);
    const after = cursor ? decodeCursor(cursor, cursorSchema) : undefined;
    const rows = await templateRows(tx, ctx.actor.organizationId, project.id, {
      archived: archived === "true",
      ...(after ? { after } : {}),
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const nextCursor = rows.length > limit && last ? encodeCursor([last.sortName, last.template.id]) : null;
    return { items: shown.map((row) => presentTemplate(row, project)), nextCursor };
  });
}

/** @throws not_found. */
export async function requireTemplate(
  tx: Transaction,
  organizationId: Id<"organization">,
  projectId: Id<"project">,
  reference: string,
): Promise<TemplateRow> {
  const [row] = await templateRows(tx, organizationId, projectId, { reference, limit: 1 });
  if (!row) throw notFound("template");
  return row;
}

/** A template with all its versions, newest first. @throws forbidden, not_found. */
export async function readTemplate(
  ctx: Context,
  names: { project: string; template: string },
): Promise<PresentedTemplate & { versions: z.output<typeof templateVersionSchema>[] }> {
  return withOrganization(ctx, async (tx) => {
    const { project } = await findProject(tx, ctx, names.project);
    const row = await requireTemplate(tx, ctx.actor.organizationId, project.id, names.template);
    const versions = await versionRows(tx, ctx.actor.organizationId, row.template.id);
    return {
      ...presentTemplate(row, project),
      versions: versions.map(({ version, name, description, category, document, createdBy, createdAt }) => ({
        version,
        name,
        description,
        category,
        settings: templateSettingsSchema.parse(document),
        createdBy,
        createdAt: createdAt.toISOString(),
      })),
    };
  });
}
