import type { z } from "zod";
import type { Transaction } from "@/db/client";
import { keys, keyVersions } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { type FieldError, forbidden, invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { accessLevel, actorId, allows, requirePermission, requireStepUp } from "@/lib/core/permissions";
import { expiryOf, storedLimit } from "./create-key";
import { policyErrors } from "./policy";
import { policyOf } from "./present";
import { type EnvironmentRow, knownHashes } from "./queries";
import { checkScopes, type Owner, reserveKeys, resolveEnvironment, resolveOwner } from "./resolve-target";
import { importKeysSchema } from "./schema";

type Batch = z.output<typeof importKeysSchema>;
type Entry = Batch["keys"][number];
type PlannedEntry = { entry: Entry; hash: Buffer; owner: Owner; expiresAt: Date | null };

export type ImportedKeys = { imported: number; keys: { id: string; name: string; versionId: string }[] };

/**
 * Takes over keys that exist already, as hashes, so that nobody has to reissue. All of a batch or nothing.
 * @throws invalid_input (naming `keys.<n>.…`; also for a hash that is there already), not_found, forbidden,
 * step_up_required, conflict (the organization's limit).
 */
export async function importKeys(ctx: Context, body: unknown): Promise<ImportedKeys> {
  requirePermission(ctx.actor, "keys:write");
  const batch = parseInput(importKeysSchema, body);
  return withOrganization(ctx, async (tx) => {
    const environment = await resolveEnvironment(tx, ctx, batch);
    if (!allows(accessLevel(ctx.actor, environment), "manage")) {
      throw forbidden(`Only those who manage ${environment.name} may import keys into it.`);
    }
    if (policyOf(environment).requireStepUp) requireStepUp(ctx.actor, ctx.clock);
    const pepperVersion = batch.pepperVersion ?? ctx.vault.currentVersion;
    if (!ctx.vault.versions.includes(pepperVersion))
      throw invalidInput("pepperVersion", "is not a version of this installation");
    // First the lock: of two imports of one hash at the same moment the second sees what the first has written.
    await reserveKeys(tx, ctx, batch.keys.length);
    const planned = await planBatch(tx, ctx, environment, batch);
    return writeBatch(tx, ctx, environment, planned, {
      hashKind: batch.algorithm === "sha256" ? "sha256" : "pepper",
      pepperVersion,
    });
  });
}

async function planBatch(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  batch: Batch,
): Promise<PlannedEntry[]> {
  const now = ctx.clock.now();
  const policy = policyOf(environment);
  const hashes = batch.keys.map((entry) => Buffer.from(entry.hash, "hex"));
  // The gateway looks for a plain hash in every environment: twice there, it could stand for the wrong key.
  const isPlain = batch.algorithm === "sha256";
  const known = await knownHashes(tx, ctx.actor.organizationId, isPlain ? null : environment.id, hashes);
  const seen = new Set<string>();
  const owners = new Map<string | undefined, Owner>();
  const errors: FieldError[] = [];
  const planned: PlannedEntry[] = [];
  for (const [index, entry] of batch.keys.entries()) {
    const hash = hashes[index] ?? Buffer.alloc(0);
    const name = hash.toString("hex");
    if (known.has(name))
      errors.push({
        path: `keys.${index}.hash`,
        message: isPlain ? "is in the organization already" : "is in this environment already",
      });
    if (seen.has(name)) errors.push({ path: `keys.${index}.hash`, message: "is in this batch twice" });
    seen.add(name);
    const expiresAt = expiryOf(
      entry,
      Math.min(policy.defaultLifetime, policy.longestLifetime ?? policy.defaultLifetime),
      now,
    );
    for (const error of policyErrors(policy, environment, { ...entry, expiresAt }, now)) {
      errors.push({ ...error, path: `keys.${index}.${error.path}` });
    }
    let owner = owners.get(entry.owner);
    if (!owner) {
      owner = await resolveOwner(tx, ctx, environment, entry.owner, { path: `keys.${index}.owner` });
      owners.set(entry.owner, owner);
    }
    planned.push({ entry, hash, owner, expiresAt });
  }
  if (errors.length > 0) throw invalidInput(errors.slice(0, 50));
  await checkAllScopes(tx, ctx, environment, batch);
  return planned;
}

/** Checks each distinct scope once, and names the first entry that has an unknown one. */
async function checkAllScopes(tx: Transaction, ctx: Context, environment: EnvironmentRow, batch: Batch): Promise<void> {
  const distinct = new Map<string, string>();
  for (const [index, entry] of batch.keys.entries()) {
    for (const [place, scope] of entry.scopes.entries()) {
      if (!distinct.has(scope)) distinct.set(scope, `keys.${index}.scopes.${place}`);
    }
  }
  const paths = [...distinct.values()];
  await checkScopes(tx, ctx, environment, [...distinct.keys()], [], (index) => paths[index] ?? "keys");
}

async function writeBatch(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  planned: readonly PlannedEntry[],
  stored: { hashKind: "pepper" | "sha256"; pepperVersion: number },
): Promise<ImportedKeys> {
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  const createdBy = actorId(ctx.actor);
  const rows = planned.map((plan) => ({
    ...plan,
    id: newId("key", now.getTime()),
    versionId: newId("keyVersion", now.getTime()),
  }));
  await tx.insert(keys).values(
    rows.map(({ entry, owner, expiresAt, id, versionId }) => ({
      organizationId,
      id,
      projectId: environment.projectId,
      environmentId: environment.id,
      name: entry.name,
      purpose: entry.purpose,
      ownerUserId: owner.userId,
      ownerTeamId: owner.teamId,
      createdBy,
      state: "active" as const,
      scopes: entry.scopes,
      methods: entry.methods,
      paths: entry.paths,
      ipAllowlist: entry.ipAllowlist,
      countries: entry.countries,
      rateLimits: (entry.rateLimits ?? []).map(storedLimit),
      tags: entry.tags,
      expiresAt,
      currentVersionId: versionId,
      secretStart: entry.secretStart,
      secretLastFour: entry.secretLastFour,
      createdAt: entry.createdAt && new Date(entry.createdAt) < now ? new Date(entry.createdAt) : now,
      updatedAt: now,
    })),
  );
  await tx.insert(keyVersions).values(
    rows.map(({ entry, hash, id, versionId }) => ({
      organizationId,
      id: versionId,
      keyId: id,
      environmentId: environment.id,
      number: 1,
      secretHash: hash,
      ...stored,
      secretStart: entry.secretStart,
      secretLastFour: entry.secretLastFour,
      createdBy,
      createdAt: now,
      endsOnFirstUse: false,
    })),
  );
  await recordAudit(tx, ctx, {
    action: "keys.imported",
    target: { type: "environment", id: environment.id, name: environment.name },
    after: {
      project: environment.project,
      environment: environment.slug,
      hashKind: stored.hashKind,
      imported: rows.length,
      keyIds: rows.map(({ id }) => id),
    },
  });
  return { imported: rows.length, keys: rows.map(({ id, versionId, entry }) => ({ id, name: entry.name, versionId })) };
}
