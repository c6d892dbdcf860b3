import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { findManagedProject } from "./find-project";
import { freeKeyWord, freeSlug, RESERVED_SLUGS } from "./free-names";
import { presentEnvironment } from "./present";
import { insertEnvironment } from "./queries";
import { createEnvironmentSchema, type PresentedEnvironment } from "./schema";
import { refuseTaken } from "./taken";

export const ENVIRONMENTS_AT_MOST = 20;

/** Adds an environment, with the policy its sensitivity brings. @throws forbidden, not_found, invalid_input, conflict. */
export async function createEnvironment(ctx: Context, project: string, input: unknown): Promise<PresentedEnvironment> {
  return withOrganization(ctx, async (tx) => {
    const found = await findManagedProject(tx, ctx, project, { lock: true });
    const { name, color, sensitivity, ...wanted } = parseInput(createEnvironmentSchema, input);
    if (wanted.slug && RESERVED_SLUGS.has(wanted.slug)) throw invalidInput("slug", "This slug is reserved.");
    const siblings = found.environments;
    if (siblings.length >= ENVIRONMENTS_AT_MOST) {
      throw conflict(`A project has at most ${ENVIRONMENTS_AT_MOST} environments.`);
    }
    const now = ctx.clock.now();
    const { organizationId } = found.project;
    const id = newId("environment", now.getTime());
    const slug =
      wanted.slug ?? freeSlug(name, "environment", (word) => siblings.some((sibling) => sibling.slug === word));
    const tag = wanted.tag ?? freeKeyWord(slug, "env", (word) => siblings.some((sibling) => sibling.tag === word));
    const position = wanted.position ?? Math.max(-1, ...siblings.map((sibling) => sibling.position)) + 1;
    const after = { name, slug, tag, color, sensitivity, position };
    const row = { ...after, organizationId, id, projectId: found.project.id, createdAt: now, updatedAt: now };
    const written = await refuseTaken(insertEnvironment(tx, row));
    await recordAudit(tx, ctx, {
      action: "environment.created",
      target: { type: "environment", id, name },
      after: { ...after, project: found.project.slug },
    });
    return presentEnvironment(ctx.actor, found.project, written);
  });
}
