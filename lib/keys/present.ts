import { HTTP_METHODS } from "@/lib/core/enums";
import { effectivePolicy, type Policy } from "@/lib/policies/schema";
import { keyStatus } from "./policy";
import type { EnvironmentRow, KeyRow } from "./queries";
import type { PresentedKey } from "./schema";

export function iso(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString();
}

const parsedPolicies = new WeakMap<EnvironmentRow, Policy>();

/** The policy in force in an environment; parsed once per row, however many keys a page shows. */
export function policyOf(environment: EnvironmentRow): Policy {
  const known = parsedPolicies.get(environment);
  if (known) return known;
  const policy = effectivePolicy(environment.policy, environment.sensitivity);
  parsedPolicies.set(environment, policy);
  return policy;
}

/** When the secret of a key is due for a new one after its environment's policy; null when it never is. */
function rotationDue(row: KeyRow, environment: EnvironmentRow): string | null {
  const { rotationInterval } = policyOf(environment);
  if (rotationInterval === null || row.versionCreatedAt === null || row.key.state === "revoked") return null;
  return new Date(row.versionCreatedAt.getTime() + rotationInterval * 1000).toISOString();
}

/** The only list of a key's fields that leave the house. */
export function presentKey(row: KeyRow, environment: EnvironmentRow, now: Date): PresentedKey {
  const { key } = row;
  return {
    id: key.id,
    name: key.name,
    purpose: key.purpose,
    projectId: key.projectId,
    project: environment.project,
    projectName: environment.projectName,
    environmentId: key.environmentId,
    environment: environment.slug,
    environmentName: environment.name,
    environmentColor: environment.color,
    sensitivity: environment.sensitivity,
    ownerId: key.ownerTeamId ?? key.ownerUserId ?? "",
    ownerType: key.ownerTeamId ? "team" : "user",
    ownerName: row.teamName ?? row.ownerName ?? "",
    ownerActive: key.ownerTeamId !== null || row.ownerState === "active",
    status: keyStatus(key, now),
    scopes: key.scopes,
    methods: HTTP_METHODS.filter((method) => key.methods.includes(method)),
    paths: key.paths,
    ipAllowlist: key.ipAllowlist,
    countries: key.countries,
    rateLimits: key.rateLimits,
    quota: key.quota,
    concurrency: key.concurrency,
    tags: key.tags,
    notBefore: iso(key.notBefore),
    expiresAt: iso(key.expiresAt),
    rotationDue: rotationDue(row, environment),
    rotatedAt: iso(key.rotatedAt),
    secretStart: key.secretStart,
    secretLastFour: key.secretLastFour,
    versionId: key.currentVersionId,
    versionNumber: row.versionNumber,
    lastUsedAt: iso(row.lastUsedAt),
    lastUsedIp: row.lastIp,
    lastUsedCountry: row.lastCountry,
    verifications: row.verifications ?? 0,
    createdBy: key.createdBy,
    createdByName: row.createdByName,
    createdAt: key.createdAt.toISOString(),
    updatedAt: key.updatedAt.toISOString(),
    disabledAt: iso(key.disabledAt),
    quarantinedAt: iso(key.quarantinedAt),
    revokedAt: iso(key.revokedAt),
    revocationReason: key.revocationReason,
    revocationComment: key.revocationComment,
    template: presentTemplate(row),
    granted: key.granted.filter((grant) => new Date(grant.until) > now),
    networkWaivedUntil: key.networkWaivedUntil && key.networkWaivedUntil > now ? iso(key.networkWaivedUntil) : null,
  };
}

function presentTemplate({ key, templateSlug, templateLatest }: KeyRow): PresentedKey["template"] {
  if (key.templateId === null || key.templateVersion === null || templateSlug === null) return null;
  const version = key.templateVersion;
  return { id: key.templateId, slug: templateSlug, version, latestVersion: templateLatest ?? version };
}

/** What an audit row says of a key's settings: never a hash, never a secret. */
export function auditedSettings(key: KeyRow["key"]): Record<string, unknown> {
  const { name, purpose, scopes, methods, paths, ipAllowlist, countries, rateLimits, quota, concurrency, tags } = key;
  return {
    name,
    purpose,
    scopes,
    methods,
    paths,
    ipAllowlist,
    countries,
    rateLimits,
    quota,
    concurrency,
    tags,
    notBefore: iso(key.notBefore),
    expiresAt: iso(key.expiresAt),
  };
}
