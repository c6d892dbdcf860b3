import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, forbidden, invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { generateServiceToken } from "@/lib/core/key-format";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { findProject } from "@/lib/projects/find-project";
import type { EnvironmentRow } from "@/lib/projects/present";
import { selectAllEnvironments } from "@/lib/projects/queries";
import { firstBeyond, isWithinReach, mayGiveEverything, missingPermissions } from "./policy";
import { presentServiceToken } from "./present";
import { countServiceTokens, insertServiceToken, selectServiceToken } from "./queries";
import { createServiceTokenSchema, type PresentedServiceToken } from "./schema";

export const SERVICE_TOKENS_AT_MOST = 1000;

/**
 * Makes a machine's credential; the token is in this answer and nowhere else. Nobody gives what they do not have:
 * neither a permission, nor reach, nor time. @throws forbidden, step_up_required, invalid_input, not_found, conflict.
 */
export async function createServiceToken(
  ctx: Context,
  input: unknown,
): Promise<{ serviceToken: PresentedServiceToken; token: string }> {
  const { actor } = ctx;
  requirePermission(actor, "service_tokens:write");
  requireStepUp(actor, ctx.clock);
  const wanted = parseInput(createServiceTokenSchema, input);
  const now = ctx.clock.now();
  const expiresAt =
    wanted.expiresIn === undefined ? (wanted.expiresAt ?? null) : new Date(now.getTime() + wanted.expiresIn * 1000);
  if (expiresAt && expiresAt <= now) throw invalidInput("expiresAt", "The token would have expired already.");
  const permissions = wanted.permissions.includes("*") ? (["*"] as const) : [...new Set(wanted.permissions)];
  const missing = missingPermissions(actor, permissions);
  if (missing.length > 0) {
    throw forbidden(`You cannot give what you do not have: ${missing.join(", ")}.`, { permissions: missing });
  }
  if (permissions.includes("*") && wanted.project === undefined && !mayGiveEverything(actor)) {
    throw forbidden(
      "Only an owner may make a token that may do everything everywhere. Name its permissions, or bind it to a project.",
      { permissions: ["*"] },
    );
  }
  const token = generateServiceToken();
  const { organizationId } = actor;
  return withOrganization(ctx, async (tx) => {
    const { project, environments } = await resolveReach(tx, ctx, wanted);
    const reach = { projectId: project?.id ?? null, environmentIds: environments?.map(({ id }) => id) ?? null };
    if (!isWithinReach(actor, reach)) {
      throw forbidden("This service token is bound, and cannot make one that reaches further than itself.");
    }
    const reached = environments ?? (project ? project.environments : await everyEnvironment(tx, ctx));
    const beyond = firstBeyond(actor, permissions, reached);
    if (beyond) {
      const message = `The token could do more in the environment ${beyond.name} than you can. Bind it to other environments, or ask an owner.`;
      throw forbidden(message, { environment: beyond.slug });
    }
    await refuseLongerLife(tx, ctx, expiresAt);
    if ((await countServiceTokens(tx, organizationId)) >= SERVICE_TOKENS_AT_MOST) {
      throw conflict(`An organization has at most ${SERVICE_TOKENS_AT_MOST} service tokens that are not revoked.`);
    }
    const id = newId("serviceToken", now.getTime());
    await insertServiceToken(tx, {
      organizationId,
      id,
      name: wanted.name,
      tokenHash: ctx.vault.hashToken("service-token", token),
      pepperVersion: ctx.vault.currentVersion,
      tokenStart: token.slice(0, 8),
      tokenLastFour: token.slice(-4),
      permissions: [...permissions],
      ...reach,
      createdBy: actorId(actor),
      createdAt: now,
      expiresAt,
    });
    await recordAudit(tx, ctx, {
      action: "service_token.created",
      target: { type: "service_token", id, name: wanted.name },
      after: {
        permissions,
        project: project?.slug ?? null,
        environments: environments?.map(({ slug }) => slug) ?? null,
        expiresAt,
      },
    });
    const row = await selectServiceToken(tx, organizationId, id);
    if (!row) throw new Error("The service token was not written.");
    return { serviceToken: presentServiceToken(row, now), token };
  });
}

type Reach = {
  project: { id: `prj_${string}`; slug: string; environments: EnvironmentRow[] } | null;
  environments: EnvironmentRow[] | null;
};

async function resolveReach(
  tx: Transaction,
  ctx: Context,
  wanted: { project?: string | undefined; environments?: string[] | undefined },
): Promise<Reach> {
  if (wanted.project === undefined) return { project: null, environments: null };
  const found = await findProject(tx, ctx, wanted.project);
  const project = { id: found.project.id, slug: found.project.slug, environments: found.environments };
  if (!wanted.environments) return { project, environments: null };
  const environments = wanted.environments.map((name, index) => {
    const match = found.environments.find(({ id, slug }) => id === name || slug === name);
    if (!match)
      throw invalidInput([{ path: `environments.${index}`, message: "is not an environment of the project" }]);
    return match;
  });
  return { project, environments: [...new Map(environments.map((one) => [one.id, one])).values()] };
}

async function everyEnvironment(tx: Transaction, ctx: Context): Promise<EnvironmentRow[]> {
  const rows = await selectAllEnvironments(tx, ctx.actor.organizationId);
  return rows.map(({ environment }) => environment);
}

/** A machine whose time ends cannot live on in one that it makes. */
async function refuseLongerLife(tx: Transaction, ctx: Context, expiresAt: Date | null): Promise<void> {
  if (ctx.actor.type !== "service_token") return;
  const own = await selectServiceToken(tx, ctx.actor.organizationId, ctx.actor.serviceTokenId);
  if (!own?.expiresAt || (expiresAt && expiresAt <= own.expiresAt)) return;
  throw forbidden(
    `This service token expires at ${own.expiresAt.toISOString()}, and cannot make one that outlives it.`,
  );
}
