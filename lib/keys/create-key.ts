import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { keys, keyVersions } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { describeSecret, generateKeySecret } from "@/lib/core/key-format";
import { parseInput } from "@/lib/core/parse-input";
import { actorId, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { tellOwnersOfKey } from "./notify-people";
import { type CreationDecision, decideCreation, policyErrors } from "./policy";
import { auditedSettings, policyOf, presentKey } from "./present";
import { type EnvironmentRow, findTemplate, keyRows } from "./queries";
import { checkScopes, type Owner, reserveKeys, resolveEnvironment, resolveOwner } from "./resolve-target";
import { createKeySchema, type PresentedKey } from "./schema";

type KeyInput = z.output<typeof createKeySchema>;

/** A key that may be made: everything is checked, nothing is written. */
export type KeyPlan = {
  environment: EnvironmentRow;
  owner: Owner;
  input: KeyInput;
  expiresAt: Date | null;
  now: Date;
  /** The template it is made from, at the version that counts. */
  template: KeyTemplate | null;
};
export type KeyTemplate = { id: Id<"template">; version: number };

/** What becomes of a planned key that its maker may not make alone. */
export type Referral<R> = (
  tx: Transaction,
  plan: KeyPlan,
  decision: Extract<CreationDecision, { kind: "approval" }>,
  sensitive: boolean,
) => Promise<R>;

/**
 * Makes a key and its first secret, which is answered here and never again. Where an approval is needed, `refer` decides
 * what happens in its place; without it the call is refused.
 * @throws invalid_input, not_found (project, environment), forbidden (needs an approval, or may not), step_up_required,
 * conflict (the organization's limit).
 */
export async function createKey<R = never>(
  ctx: Context,
  body: unknown,
  refer?: Referral<R>,
): Promise<{ key: PresentedKey; secret: string } | R> {
  requirePermission(ctx.actor, "keys:write");
  const input = parseInput(createKeySchema, body);
  return withOrganization(ctx, async (tx) => {
    const { plan, sensitive } = await planKey(tx, ctx, input);
    const policy = policyOf(plan.environment);
    const draft = { ...input, expiresAt: plan.expiresAt, sensitive };
    const decision = decideCreation(ctx.actor, plan.environment, policy, draft, plan.now);
    if (decision.kind === "refused") throw forbidden(decision.message);
    if (decision.kind === "approval") {
      if (refer) return refer(tx, plan, decision, sensitive);
      const why = decision.reasons.join(" and ");
      throw forbidden(`This key needs an approval (${why}). Ask an owner or admin of the organization.`, {
        reasons: decision.reasons,
      });
    }
    if (policy.requireStepUp) requireStepUp(ctx.actor, ctx.clock);
    return writeKey(tx, ctx, plan);
  });
}

/**
 * Checks a parsed body against catalogue, policy and members. `frozen` is what an approved request settled before.
 * @throws as `createKey`.
 */
export async function planKey(
  tx: Transaction,
  ctx: Context,
  input: KeyInput,
  frozen: { template?: KeyTemplate | null; waivesNetwork?: boolean } = {},
): Promise<{ plan: KeyPlan; sensitive: boolean }> {
  const environment = await resolveEnvironment(tx, ctx, input);
  const { sensitive } = await checkScopes(tx, ctx, environment, input.scopes);
  const now = ctx.clock.now();
  const policy = policyOf(environment);
  const lifetime = Math.min(policy.defaultLifetime, policy.longestLifetime ?? policy.defaultLifetime);
  const expiresAt = expiryOf(input, lifetime, now);
  const errors = policyErrors(policy, environment, { ...input, expiresAt }, now).filter(
    ({ path }) => !(frozen.waivesNetwork && path === "ipAllowlist"),
  );
  const named =
    input.expiresIn === undefined
      ? errors
      : errors.map((error) => (error.path === "expiresAt" ? { ...error, path: "expiresIn" } : error));
  if (named.length > 0) throw invalidInput(named);
  if (input.notBefore && expiresAt && new Date(input.notBefore) >= expiresAt) {
    throw invalidInput("notBefore", "must be before the key expires");
  }
  const owner = await resolveOwner(tx, ctx, environment, input.owner, { path: "owner" });
  const template = frozen.template ?? (await namedTemplate(tx, ctx, environment, input.template));
  return { plan: { environment, owner, input, expiresAt, now, template }, sensitive };
}

async function namedTemplate(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  reference: string | undefined,
): Promise<KeyTemplate | null> {
  if (reference === undefined) return null;
  const found = await findTemplate(tx, ctx.actor.organizationId, environment.projectId, reference);
  if (!found) throw invalidInput("template", `is not a template of ${environment.projectName}`);
  return found;
}

/** The end of life that an input names, or the policy's default. */
export function expiryOf(
  input: { expiresAt?: string | null | undefined; expiresIn?: number | undefined },
  defaultLifetime: number,
  now: Date,
): Date | null {
  if (input.expiresAt === null) return null;
  if (input.expiresAt !== undefined) return new Date(input.expiresAt);
  return new Date(now.getTime() + (input.expiresIn ?? defaultLifetime) * 1000);
}

/** Writes a planned key with its first version and its audit row. The secret is made here. */
export async function writeKey(
  tx: Transaction,
  ctx: Context,
  plan: KeyPlan,
  id: Id<"key"> = newId("key", plan.now.getTime()),
): Promise<{ key: PresentedKey; secret: string }> {
  const { organizationId } = ctx.actor;
  const { environment, owner, input, now } = plan;
  await reserveKeys(tx, ctx, 1);
  const secret = generateKeySecret(environment.keyPrefix, environment.tag);
  const visible = describeSecret(secret);
  const versionId = newId("keyVersion", now.getTime());
  await tx.insert(keys).values({
    organizationId,
    id,
    projectId: environment.projectId,
    environmentId: environment.id,
    name: input.name,
    purpose: input.purpose,
    ownerUserId: owner.userId,
    ownerTeamId: owner.teamId,
    createdBy: actorId(ctx.actor),
    state: "active",
    scopes: input.scopes,
    methods: input.methods,
    paths: input.paths,
    ipAllowlist: input.ipAllowlist,
    countries: input.countries,
    rateLimits: (input.rateLimits ?? []).map(storedLimit),
    quota: input.quota,
    concurrency: input.concurrency,
    tags: input.tags,
    notBefore: input.notBefore ? new Date(input.notBefore) : null,
    expiresAt: plan.expiresAt,
    templateId: plan.template?.id ?? null,
    templateVersion: plan.template?.version ?? null,
    currentVersionId: versionId,
    secretStart: visible.start,
    secretLastFour: visible.lastFour,
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(keyVersions).values({
    organizationId,
    id: versionId,
    keyId: id,
    environmentId: environment.id,
    number: 1,
    secretHash: ctx.vault.hashKeySecret(environment.id, secret),
    hashKind: "pepper",
    pepperVersion: ctx.vault.currentVersion,
    secretStart: visible.start,
    secretLastFour: visible.lastFour,
    createdBy: actorId(ctx.actor),
    createdAt: now,
    endsOnFirstUse: false,
  });
  const [row] = await keyRows(tx, organizationId, [id]);
  if (!row) throw notFound("key");
  await tellOwnersOfKey(tx, ctx, row, environment);
  await recordAudit(tx, ctx, {
    action: "key.created",
    target: { type: "key", id, name: input.name },
    after: {
      ...auditedSettings(row.key),
      project: environment.project,
      environment: environment.slug,
      ownerId: owner.userId ?? owner.teamId,
      versionId,
      ...(plan.template ? { template: plan.template } : {}),
    },
  });
  return { key: presentKey(row, environment, now), secret };
}

/** A limit as it is stored: no member that is not set. */
export function storedLimit(limit: {
  limit: number;
  window: number;
  burst?: number | undefined;
  endpoint?: string | undefined;
}) {
  return {
    limit: limit.limit,
    window: limit.window,
    ...(limit.burst === undefined ? {} : { burst: limit.burst }),
    ...(limit.endpoint === undefined ? {} : { endpoint: limit.endpoint }),
  };
}
