import type { StoredRateLimit } from "@/db/schema/keys";
import type { KeyState, Sensitivity } from "@/lib/core/enums";
import { scopeCovers } from "@/lib/core/scopes";
import { AddressList } from "./address";
import { type Additions, type ClaimedEndpoint, type Decidable, type Restrictions, scopesAt } from "./decide";
import { type LimitPlan, limitPlan } from "./limits";
import { type PathPattern, parsePattern } from "./path-pattern";
import { type EnvironmentPolicy, readPolicy } from "./policy-document";

/** The rules that all keys of one environment share. `live` ends when anything they were read from changes. */
export class EnvironmentRules {
  live = true;
  readonly organizationId: string;
  readonly projectId: string;
  readonly environmentId: string;
  readonly environment: string;
  readonly policy: EnvironmentPolicy;
  readonly claimedEndpoints: readonly ClaimedEndpoint[];
  readonly patterns: readonly PathPattern[];
  /** Path → endpoint, so that a path seen before is not templated again. */
  readonly endpoints = new Map<string, string | null>();
  readonly #shared = new Map<string, unknown>();

  constructor(row: EnvironmentRow, claimedEndpoints: readonly ClaimedEndpoint[]) {
    this.organizationId = row.organizationId;
    this.projectId = row.projectId;
    this.environmentId = row.environmentId;
    this.environment = row.slug;
    this.policy = readPolicy(row.policy, row.sensitivity);
    this.claimedEndpoints = claimedEndpoints;
    this.patterns = claimedEndpoints.map((claim) => claim.pattern);
  }

  /** One value for equal descriptions, so that a million keys with the same limits hold them once. */
  share<T>(kind: string, text: string, make: () => T): T {
    const name = kind + text;
    // Only this method writes to the map, under a name whose kind decides the type.
    const known = this.#shared.get(name) as T | undefined;
    if (known !== undefined) return known;
    const made = make();
    if (this.#shared.size < 20_000) this.#shared.set(name, made);
    return made;
  }
}

export type EnvironmentRow = {
  organizationId: string;
  projectId: string;
  environmentId: string;
  slug: string;
  tag: string;
  keyPrefix: string;
  sensitivity: Sensitivity;
  policy: unknown;
};

/** One row of the look-up by hash: a version with its key. Instants in milliseconds since the epoch. */
export type KeyRow = {
  versionId: string;
  keyId: string;
  environmentId: string;
  versionEndsAt: number | null;
  supersedes: boolean;
  name: string;
  ownerId: string;
  state: KeyState;
  scopes: string[];
  methods: string[];
  paths: string[];
  ipAllowlist: string[];
  countries: string[];
  rateLimits: StoredRateLimit[];
  quota: number | null;
  concurrency: number | null;
  tags: Record<string, string>;
  notBefore: number | null;
  expiresAt: number | null;
  quarantinedAt: number | null;
  granted: { scope: string; until: string }[];
  networkWaivedUntil: number | null;
  rotatedAt: number;
};

/** `2027-01-31T00:00:00Z`; milliseconds only where there are some. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

/** The text in one piece: what was put together from parts would keep the parts, several times its size. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}

/**
 * A key with one version of its secret, as the cache holds it: immutable but for the chain of its siblings, and small
 * (docs/gateway.md has the bytes). The answer's parts are JSON text, made once.
 */
export class KeyEntry implements Decidable {
  /** The key's other versions in the cache. */
  sibling: KeyEntry | null = null;
  readonly cacheKey: string;
  readonly rules: EnvironmentRules;
  readonly keyId: string;
  readonly versionId: string;
  readonly ownerId: string;
  /** `ownerId`, `projectId`, `environment` as JSON members. */
  readonly head: string;
  /** `name` to `rotationDue` as JSON members. */
  readonly tail: string;
  readonly state: KeyState;
  readonly quarantined: boolean;
  readonly notBefore: number;
  readonly expiresAt: number;
  readonly endsAt: number;
  readonly scopes: readonly string[];
  readonly additions: Additions | null;
  readonly restrictions: Restrictions | null;
  readonly limits: LimitPlan | null;
  /** Whether older versions end when this one is first used. */
  readonly supersedes: boolean;
  readonly generation: number;

  constructor(row: KeyRow, rules: EnvironmentRules, cacheKey: string, generation: number) {
    this.cacheKey = cacheKey;
    this.rules = rules;
    this.generation = generation;
    this.keyId = row.keyId;
    this.versionId = row.versionId;
    this.ownerId = rules.share("owner", row.ownerId, () => row.ownerId);
    this.state = row.state;
    this.quarantined = row.quarantinedAt !== null;
    this.notBefore = row.notBefore ?? Number.NEGATIVE_INFINITY;
    this.expiresAt = row.expiresAt ?? Number.POSITIVE_INFINITY;
    this.endsAt = row.versionEndsAt ?? Number.POSITIVE_INFINITY;
    this.supersedes = row.supersedes;
    const scopes = JSON.stringify(row.scopes);
    this.scopes = rules.share("scopes", scopes, () => Object.freeze(row.scopes));
    this.additions = readAdditions(row);
    this.restrictions = readRestrictions(row, rules);
    this.limits = readLimits(row, rules);
    this.head = rules.share(
      "head",
      row.ownerId,
      () =>
        `","ownerId":${JSON.stringify(row.ownerId)},"projectId":${JSON.stringify(rules.projectId)},"environment":${JSON.stringify(rules.environment)},"name":`,
    );
    const due = rules.policy.rotationSeconds === null ? null : row.rotatedAt + rules.policy.rotationSeconds * 1000;
    this.tail = flat(
      `${JSON.stringify(row.name)},"scopes":${scopes},"tags":${JSON.stringify(row.tags)},"expiresAt":${
        row.expiresAt === null ? "null" : `"${formatInstant(row.expiresAt)}"`
      },"rotationDue":${due === null ? "null" : `"${formatInstant(due)}"`}`,
    );
  }
}

/** `name` to `rotationDue` as JSON members, with the scopes that the key has at this moment. */
export function tailAt(entry: KeyEntry, now: number): string {
  if (entry.additions === null) return entry.tail;
  // In the text before it every quote is escaped, so the first `"scopes":` is the member itself.
  return entry.tail.replace(
    `"scopes":${JSON.stringify(entry.scopes)}`,
    () => `"scopes":${JSON.stringify(scopesAt(entry, now))}`,
  );
}

/** When the first of these scopes ends that the key holds only for a time; never: Infinity. */
export function scopesEnd(entry: KeyEntry, scopes: readonly string[], now: number): number {
  const grants = (entry.additions?.grants ?? []).filter((grant) => grant.until > now);
  const borrowed = scopes.filter((scope) => !entry.scopes.some((own) => scopeCovers(own, scope)));
  const ends = borrowed.map((scope) =>
    Math.max(...grants.filter((grant) => scopeCovers(grant.scope, scope)).map((grant) => grant.until)),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...ends);
}

function readAdditions(row: KeyRow): Additions | null {
  if (row.granted.length === 0 && row.networkWaivedUntil === null) return null;
  return {
    grants: row.granted.map(({ scope, until }) => ({ scope, until: Date.parse(until) })),
    networkWaivedUntil: row.networkWaivedUntil ?? Number.NEGATIVE_INFINITY,
  };
}

function readRestrictions(row: KeyRow, rules: EnvironmentRules): Restrictions | null {
  const { ipAllowlist, countries, methods, paths } = row;
  if (ipAllowlist.length + countries.length + methods.length + paths.length === 0) return null;
  return rules.share("restrictions", JSON.stringify([ipAllowlist, countries, methods, paths]), () => ({
    addresses: ipAllowlist.length === 0 ? null : new AddressList(ipAllowlist),
    countries: countries.length === 0 ? null : new Set(countries.map((country) => country.toUpperCase())),
    methods: methods.length === 0 ? null : new Set(methods.map((method) => method.toUpperCase())),
    // A pattern that cannot be read opens nothing; the list stays a restriction.
    paths: paths.length === 0 ? null : paths.map(parsePattern).filter((pattern) => pattern !== null),
  }));
}

function readLimits(row: KeyRow, rules: EnvironmentRules): LimitPlan | null {
  const stored = row.rateLimits.length > 0 ? row.rateLimits : rules.policy.defaultRateLimits;
  if (stored.length === 0 && row.quota === null && row.concurrency === null) return null;
  return rules.share("limits", JSON.stringify([stored, row.quota, row.concurrency]), () =>
    limitPlan(stored, row.quota, row.concurrency),
  );
}
