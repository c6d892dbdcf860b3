import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import { conflict, forbidden, invalidInput } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { scopeCovers } from "@/lib/core/scopes";
import { expiryOf, type KeyPlan, type KeyTemplate, planKey, storedLimit } from "@/lib/keys/create-key";
import { type FoundKey, findKeyFor } from "@/lib/keys/find-key";
import { type CreationDecision, decideCreation, expiryErrors, policyErrors, stateRefusal } from "@/lib/keys/policy";
import { iso, policyOf } from "@/lib/keys/present";
import type { EnvironmentRow } from "@/lib/keys/queries";
import { checkScopes } from "@/lib/keys/resolve-target";
import type { KeyPayload, Payload } from "./payload";
import { type NamedRule, waiverRule } from "./policy";
import type { SubmittedRequest } from "./schema";

/** A request that may be submitted: everything is checked, nothing is written. */
export type RequestDraft = {
  payload: Payload;
  environment: EnvironmentRow;
  keyId: Id<"key"> | null;
  keyName: string;
  reason: string;
  rules: NamedRule[];
  sensitive: boolean;
};

type Asked<K extends SubmittedRequest["kind"]> = Extract<SubmittedRequest, { kind: K }>;

/**
 * Checks what is asked against catalogue, policy and the key, and finds who has to agree.
 * @throws invalid_input, not_found, forbidden, conflict.
 */
export async function draftRequest(
  tx: Transaction,
  ctx: Context,
  input: SubmittedRequest,
  template: KeyTemplate | null = null,
): Promise<RequestDraft> {
  if (input.kind === "create_key") return draftKey(tx, ctx, input, template);
  const found = await findKeyFor(tx, ctx, input.key, "edit");
  const { row, environment, guarded } = found;
  const refusal = stateRefusal("edit", guarded, ctx.clock.now());
  if (refusal) throw conflict(refusal);
  const drafted = await draftChange(tx, ctx, input, found);
  return { ...drafted, environment, keyId: row.key.id, keyName: row.key.name, reason: input.reason };
}

async function draftKey(
  tx: Transaction,
  ctx: Context,
  input: Asked<"create_key">,
  template: KeyTemplate | null,
): Promise<RequestDraft> {
  const { kind: _kind, reason, waiveNetwork, ...body } = input;
  const frozen = { waivesNetwork: waiveNetwork, ...(template ? { template } : {}) };
  const { plan, sensitive } = await planKey(tx, ctx, body, frozen);
  const policy = policyOf(plan.environment);
  const draft = { ...body, expiresAt: plan.expiresAt, sensitive };
  const rules = rulesIn(decideCreation(ctx.actor, plan.environment, policy, draft, plan.now));
  const waives = waiveNetwork && policy.requireIpAllowlist && body.ipAllowlist.length === 0;
  if (waives) rules.push({ ...waiverRule(policy), reason: "no allow-list, which the policy demands" });
  const lifetime = body.expiresIn ?? (body.expiresAt === undefined ? policy.defaultLifetime : null);
  return draftOfPlan(plan, { reason, rules, sensitive, lifetime, waiveNetwork: waives });
}

/** A planned key as a draft of a request; `lifetime` in seconds from the claim, null where the end is an instant or never. */
export function draftOfPlan(
  plan: KeyPlan,
  asked: { reason: string; rules: NamedRule[]; sensitive: boolean; lifetime: number | null; waiveNetwork: boolean },
): RequestDraft {
  const { input, environment, owner } = plan;
  const payload: KeyPayload = {
    kind: "create_key",
    name: input.name,
    purpose: input.purpose,
    projectId: environment.projectId,
    environmentId: environment.id,
    ownerId: owner.userId ?? owner.teamId,
    scopes: input.scopes,
    methods: input.methods,
    paths: input.paths,
    ipAllowlist: input.ipAllowlist,
    countries: input.countries,
    rateLimits: (input.rateLimits ?? []).map(storedLimit),
    quota: input.quota,
    concurrency: input.concurrency,
    tags: input.tags,
    notBefore: input.notBefore === null ? null : new Date(input.notBefore).toISOString(),
    expiresAt: asked.lifetime === null ? iso(plan.expiresAt) : null,
    lifetime: asked.lifetime,
    template: plan.template,
    waiveNetwork: asked.waiveNetwork,
  };
  const { reason, rules, sensitive } = asked;
  return { payload, environment, keyId: null, keyName: input.name, reason, rules, sensitive };
}

type Drafted = Pick<RequestDraft, "payload" | "rules" | "sensitive">;

async function draftChange(
  tx: Transaction,
  ctx: Context,
  input: Exclude<SubmittedRequest, { kind: "create_key" }>,
  found: FoundKey,
): Promise<Drafted> {
  const { key } = found.row;
  const { environment } = found;
  const policy = policyOf(environment);
  const now = ctx.clock.now();
  // Rules of approval look at what is new only: the key's end and network were agreed to before.
  const unchanged = { ...key, expiresAt: now, ipAllowlist: ["unchanged"], sensitive: false };
  const decide = (draft: typeof unchanged | (Omit<typeof unchanged, "expiresAt"> & { expiresAt: Date | null })) =>
    rulesIn(decideCreation(ctx.actor, environment, policy, draft, now));
  if (input.kind === "extend_scopes" || input.kind === "elevate") {
    const scopes = input.scopes.filter((scope) => !key.scopes.some((granted) => scopeCovers(granted, scope)));
    if (scopes.length === 0) throw invalidInput("scopes", "are all granted already");
    const { sensitive } = await checkScopes(tx, ctx, environment, input.scopes, key.scopes);
    const errors = policyErrors(policy, environment, { ...key, scopes }, now).filter(({ path }) =>
      path.startsWith("scopes."),
    );
    if (errors.length > 0) throw invalidInput(errors);
    const rules = decide({ ...unchanged, scopes: [...key.scopes, ...scopes], sensitive });
    const payload: Payload =
      input.kind === "elevate"
        ? { kind: "elevate", keyId: key.id, scopes, duration: input.duration }
        : { kind: "extend_scopes", keyId: key.id, scopes };
    return { payload, rules, sensitive };
  }
  if (input.kind === "extend_expiry") {
    const expiresAt = expiryOf(input, 0, now);
    const errors = expiryErrors(policy, environment, expiresAt, now);
    if (errors.length > 0) throw invalidInput(errors);
    if (key.expiresAt === null || (expiresAt !== null && expiresAt <= key.expiresAt)) {
      throw invalidInput("expiresAt", "must be later than the key's end is now");
    }
    const payload: Payload = { kind: "extend_expiry", keyId: key.id, expiresAt: iso(expiresAt) };
    return { payload, rules: decide({ ...unchanged, expiresAt }), sensitive: false };
  }
  if (key.ipAllowlist.length === 0) throw invalidInput("key", "has no allow-list that could be waived");
  const rules = decide({ ...unchanged, ipAllowlist: [] });
  if (policy.requireIpAllowlist)
    rules.push({ ...waiverRule(policy), reason: "a waiver of the allow-list, which the policy demands" });
  return { payload: { kind: "waive_network", keyId: key.id, duration: input.duration }, rules, sensitive: false };
}

/** @throws forbidden when the actor may not even ask. */
export function rulesIn(decision: CreationDecision): NamedRule[] {
  if (decision.kind === "refused") throw forbidden(decision.message);
  if (decision.kind === "create") return [];
  return decision.rules.map((rule, index) => ({ ...rule, reason: decision.reasons[index] ?? "this environment" }));
}
