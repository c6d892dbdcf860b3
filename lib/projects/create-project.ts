import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { EnvironmentColor, Sensitivity } from "@/lib/core/enums";
import { forbidden, invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { freeKeyWord, freeSlug, RESERVED_SLUGS } from "./free-names";
import { canCreateProjects } from "./policy";
import { type EnvironmentRow, presentProject } from "./present";
import { insertEnvironment, insertProject, selectTaken } from "./queries";
import { createProjectSchema, type PresentedProject } from "./schema";
import { refuseTaken } from "./taken";

/** What a new project begins with; the policy of each follows from its sensitivity. */
const FIRST_ENVIRONMENTS: {
  slug: string;
  name: string;
  tag: string;
  color: EnvironmentColor;
  sensitivity: Sensitivity;
}[] = [
  { slug: "development", name: "Development", tag: "dev", color: "green", sensitivity: "low" },
  { slug: "staging", name: "Staging", tag: "stg", color: "amber", sensitivity: "moderate" },
  { slug: "production", name: "Production", tag: "prod", color: "red", sensitivity: "high" },
];

/** Makes a project with its three environments. @throws forbidden, invalid_input, conflict (slug or prefix taken). */
export async function createProject(ctx: Context, input: unknown): Promise<PresentedProject> {
  requirePermission(ctx.actor, "projects:write");
  if (!canCreateProjects(ctx.actor)) {
    throw forbidden("This service token is bound to a project and cannot make others.");
  }
  const { name, description, ...wanted } = parseInput(createProjectSchema, input);
  if (wanted.slug && RESERVED_SLUGS.has(wanted.slug)) throw invalidInput("slug", "This slug is reserved.");
  const organizationId = ctx.actor.organizationId;
  const now = ctx.clock.now();
  return withOrganization(ctx, async (tx) => {
    const taken = await selectTaken(tx, organizationId);
    const slug = wanted.slug ?? freeSlug(name, "project", (word) => taken.slugs.has(word));
    const keyPrefix = wanted.keyPrefix ?? freeKeyWord(slug, "key", (word) => taken.prefixes.has(word));
    const id = newId("project", now.getTime());
    const project = await refuseTaken(
      insertProject(tx, { organizationId, id, slug, name, description, keyPrefix, createdAt: now, updatedAt: now }),
    );
    const made: EnvironmentRow[] = [];
    for (const [position, first] of FIRST_ENVIRONMENTS.entries()) {
      const environmentId = newId("environment", now.getTime());
      const row = { ...first, organizationId, id: environmentId, projectId: id, position };
      made.push(await insertEnvironment(tx, { ...row, createdAt: now, updatedAt: now }));
    }
    await recordAudit(tx, ctx, {
      action: "project.created",
      target: { type: "project", id, name },
      after: { name, slug, description, keyPrefix, environments: made.map((environment) => environment.slug) },
    });
    return presentProject(ctx.actor, project, made);
  });
}
