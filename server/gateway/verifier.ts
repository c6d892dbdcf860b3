import type { Verdict } from "@/lib/core/enums";
import { parseKeySecret } from "@/lib/core/key-format";
import { sha256, type Vault } from "@/lib/core/vault";
import type { CountryLookup } from "@/lib/infra/geo/country";
import { decide } from "@/lib/verification/decide";
import { KeyEntry, type KeyRow } from "@/lib/verification/entry";
import type { RateState } from "@/lib/verification/limits";
import type { VerifyRequest } from "@/lib/verification/request";
import type { Authenticated, Caller, Callers } from "./cache/callers";
import type { Directory, OrganizationRules } from "./cache/directory";
import { Flights } from "./cache/flights";
import type { KeyCache } from "./cache/keys";
import type { KnownHashes } from "./cache/known-hashes";
import type { Lookups } from "./cache/lookups";
import { Unavailable } from "./http";
import { hashBytes, type KeyHasher, keyHasher } from "./key-hash";
import type { Limiter, LimitOutcome } from "./limits/limiter";
import type { UsageRecorder } from "./spool/recorder";
import type { Trust } from "./trust";

/** What a call led to. `entry` is the key when it is one of the caller's. */
export type Outcome = {
  readonly verdict: Verdict;
  readonly entry: KeyEntry | null;
  readonly organization: OrganizationRules | null;
  readonly rate: RateState | null;
  readonly retryMilliseconds: number;
  readonly requestId: string;
  /** Wall time of the decision, in milliseconds. */
  readonly at: number;
};

export type VerifierParts = {
  vault: Vault;
  trust: Trust;
  callers: Callers;
  directory: Directory;
  keys: KeyCache;
  lookups: Lookups;
  known: KnownHashes;
  limiter: Limiter;
  recorder: UsageRecorder;
  countryOf: CountryLookup;
  /** Wall milliseconds, corrected by Postgres' clock. */
  wall: () => number;
  unknownKeys: { perSecond: number; burst: number };
};

/** A key that was found or not, and how old what was served is (seconds; 0: asked or known to be true). */
type Found = { entry: KeyEntry | null; malformed: boolean; staleSeconds: number };

const MALFORMED: Found = { entry: null, malformed: true, staleSeconds: 0 };
const NOWHERE = "none";

export class Verifier {
  readonly #parts: VerifierParts;
  readonly #hashers = new Map<string, KeyHasher>();
  readonly #flights = new Flights<KeyEntry | null>();
  hits = 0;
  misses = 0;
  staleServed = 0;

  constructor(parts: VerifierParts) {
    this.#parts = parts;
  }

  /** The caller of this token, null when it may not ask. Rejects with Unavailable. */
  authenticate(token: string, now: number): Authenticated | null | Promise<Authenticated | null> {
    const { callers, trust, wall } = this.#parts;
    const known = callers.peek(token);
    if (known?.live && known.generation === trust.generation && trust.isFresh(now)) {
      return known.isAllowed(wall()) ? known.known : null;
    }
    const loading = callers.load(token, now);
    if (loading === null) return null;
    return loading.then(
      (caller) => (caller?.isAllowed(wall()) ? caller.known : null),
      (error: unknown) => {
        // Whether it may be served stale is decided with the policy of the key's environment.
        if (!known?.live || !known.isAllowed(wall())) throw error;
        return { caller: known, staleSeconds: Math.max(0.001, trust.staleSeconds(known.generation, now)) };
      },
    );
  }

  /** Decides one call and notes it for the spool. The answer must wait for the spool's turn. Rejects with Unavailable. */
  verify(
    authenticated: Authenticated,
    request: VerifyRequest,
    requestId: string,
    now: number,
  ): Outcome | Promise<Outcome> {
    const { trust, keys } = this.#parts;
    const { caller } = authenticated;
    const organization = caller.organization;
    if (organization?.live && organization.generation === trust.generation && trust.isFresh(now) && caller.live) {
      const rules = organization.environments.get(markOf(request.key));
      if (rules !== undefined) {
        const entry = keys.get(this.#hash(rules.environmentId, this.#parts.vault.currentVersion, request.key));
        if (entry?.rules.live && entry.generation === trust.generation) {
          this.hits += 1;
          return this.#conclude(caller, organization, entry, request, requestId, now);
        }
      }
    }
    this.misses += 1;
    return this.#verifySlowly(authenticated, request, requestId, now);
  }

  async #verifySlowly(
    authenticated: Authenticated,
    request: VerifyRequest,
    requestId: string,
    now: number,
  ): Promise<Outcome> {
    const { caller } = authenticated;
    const organization = await this.#organization(caller, now);
    if (organization === null) return this.#refuseUnknown(caller, null, "NOT_FOUND", request, requestId, now);
    const found = await this.#find(caller, organization.rules, request.key, now);
    const verdict = found === "limited" ? "RATE_LIMITED" : found.malformed ? "MALFORMED" : "NOT_FOUND";
    if (found === "limited" || found.entry === null) {
      return this.#refuseUnknown(caller, organization.rules, verdict, request, requestId, now);
    }
    const { entry } = found;
    const stale = Math.max(found.staleSeconds, organization.staleSeconds, authenticated.staleSeconds);
    if (stale > 0) {
      if (stale > entry.rules.policy.serveStaleSeconds) throw new Unavailable("What is known is too old to be served.");
      this.staleServed += 1;
    }
    return this.#conclude(caller, organization.rules, entry, request, requestId, performance.now());
  }

  async #organization(caller: Caller, now: number): Promise<{ rules: OrganizationRules; staleSeconds: number } | null> {
    const { directory, trust } = this.#parts;
    const known = directory.peek(caller.organizationId);
    if (known && trust.isFresh(now) && known.generation === trust.generation) {
      caller.organization = known;
      return { rules: known, staleSeconds: 0 };
    }
    try {
      const rules = await directory.load(caller.organizationId);
      if (rules?.live) caller.organization = rules;
      return rules ? { rules, staleSeconds: 0 } : null;
    } catch (error) {
      if (!known) throw error;
      return { rules: known, staleSeconds: trust.staleSeconds(known.generation, now) };
    }
  }

  async #find(
    caller: Caller,
    organization: OrganizationRules,
    secret: string,
    now: number,
  ): Promise<Found | "limited"> {
    const parts = parseKeySecret(secret);
    if (parts === null) {
      const { directory, trust } = this.#parts;
      if (secret.length < 8 || !(await directory.acceptsForeignKeys(organization, trust.isFresh(now))))
        return MALFORMED;
      return this.#findForeign(caller, organization, secret, now);
    }
    const rules = organization.environments.get(`${parts.prefix}_${parts.tag}`);
    const environmentId = rules?.environmentId ?? NOWHERE;
    const cacheKey = this.#hash(environmentId, this.#parts.vault.currentVersion, secret);
    const hashes = this.#parts.vault.versions.map((version) => hashBytes(this.#hash(environmentId, version, secret)));
    const found = await this.#load(caller, organization, cacheKey, now, hashes, "pepper", [environmentId]);
    // A key in the form of ours may also have been imported as a plain hash.
    if (found !== "limited" && found.entry === null && organization.foreignKeys === true) {
      return this.#findForeign(caller, organization, secret, now);
    }
    return found;
  }

  #findForeign(
    caller: Caller,
    organization: OrganizationRules,
    secret: string,
    now: number,
  ): Promise<Found | "limited"> {
    const hash = sha256(secret);
    // One secret may be imported into several environments: callers that reach different ones find different keys.
    const reached = [...organization.byId.values()].filter((rules) => caller.reaches(rules));
    const cacheKey = `${organization.id}${caller.reach}${hash.toString("base64")}`;
    const environmentIds = reached.map((rules) => rules.environmentId);
    return this.#load(caller, organization, cacheKey, now, [hash], "sha256", environmentIds);
  }

  async #load(
    caller: Caller,
    organization: OrganizationRules,
    cacheKey: string,
    now: number,
    hashes: Buffer[],
    kind: "pepper" | "sha256",
    environmentIds: string[],
  ): Promise<Found | "limited"> {
    const { keys, trust } = this.#parts;
    const fresh = trust.isFresh(now);
    const known = keys.get(cacheKey);
    const usable = known?.rules.live && this.#reaches(caller, known) ? known : undefined;
    if (fresh && usable && usable.generation === trust.generation)
      return { entry: usable, malformed: false, staleSeconds: 0 };
    // A caller that is flooded with guesses asks for keys that may exist only; its real ones are not refused.
    if (!usable && !this.#mayAskUnknown(caller, now)) {
      if (!(await this.#parts.known.mayExist(organization, hashes, fresh))) return "limited";
    }
    if (fresh && keys.isUnknown(cacheKey, organization, now)) return { entry: null, malformed: false, staleSeconds: 0 };
    const generation = trust.generation;
    try {
      const entry = await this.#flights.join(
        cacheKey,
        organization.id,
        async () => {
          const wanted = environmentIds.flatMap((environmentId) =>
            hashes.map((hash) => ({ organizationId: organization.id, environmentId, hash, kind })),
          );
          const rows = await this.#parts.lookups.find(wanted);
          return this.#entryOf(rows, organization, cacheKey, generation);
        },
        (loaded) => {
          if (generation !== trust.generation || !organization.live) return;
          if (loaded) keys.set(loaded);
          else keys.rememberUnknown(cacheKey, organization, now);
        },
      );
      return { entry: entry && this.#reaches(caller, entry) ? entry : null, malformed: false, staleSeconds: 0 };
    } catch (error) {
      if (!usable) throw error;
      return {
        entry: usable,
        malformed: false,
        staleSeconds: Math.max(0.001, trust.staleSeconds(usable.generation, now)),
      };
    }
  }

  #entryOf(rows: KeyRow[], organization: OrganizationRules, cacheKey: string, generation: number): KeyEntry | null {
    const row = rows[0];
    const rules = row && organization.byId.get(row.environmentId);
    if (!row) return null;
    // An environment younger than the directory: its notification is on the way, and nothing was decided yet.
    if (!rules) throw new Unavailable("The environment of the key is not known yet.");
    return new KeyEntry(row, rules, cacheKey, generation);
  }

  #reaches(caller: Caller, entry: KeyEntry): boolean {
    return caller.organizationId === entry.rules.organizationId && caller.reaches(entry.rules);
  }

  #conclude(
    caller: Caller,
    organization: OrganizationRules,
    entry: KeyEntry,
    request: VerifyRequest,
    requestId: string,
    now: number,
  ): Outcome | Promise<Outcome> {
    if (!caller.reaches(entry.rules))
      return this.#refuseUnknown(caller, organization, "NOT_FOUND", request, requestId, now);
    const wall = this.#parts.wall();
    const country = entry.restrictions?.countries && request.ip !== null ? this.#parts.countryOf(request.ip) : null;
    const { scopes, method, path, ip } = request;
    const decision = decide(entry, { scopes, method, path, ip, country }, wall);
    if (decision === "NOT_FOUND") return this.#refuseUnknown(caller, organization, decision, request, requestId, now);
    if (decision !== "VALID" || entry.limits === null) {
      return this.#settle(caller, organization, entry, request, requestId, wall, decision, null, 0);
    }
    const call = { method, path, cost: request.cost, requestId };
    const counted = this.#parts.limiter.count(entry, entry.limits, organization.timezone, call, now);
    if (counted instanceof Promise) {
      return counted.then((late) => this.#limited(caller, organization, entry, request, requestId, wall, late));
    }
    return this.#limited(caller, organization, entry, request, requestId, wall, counted);
  }

  #limited(
    caller: Caller,
    organization: OrganizationRules,
    entry: KeyEntry,
    request: VerifyRequest,
    requestId: string,
    wall: number,
    { verdict, rate, retryMilliseconds }: LimitOutcome,
  ): Outcome {
    return this.#settle(caller, organization, entry, request, requestId, wall, verdict, rate, retryMilliseconds);
  }

  #settle(
    caller: Caller,
    organization: OrganizationRules,
    entry: KeyEntry,
    request: VerifyRequest,
    requestId: string,
    wall: number,
    verdict: Verdict,
    rate: RateState | null,
    retryMilliseconds: number,
  ): Outcome {
    this.#parts.recorder.record(caller, entry, verdict, request, wall);
    return { verdict, entry, organization, rate, retryMilliseconds, requestId, at: wall };
  }

  /** Unknown keys are counted for the caller's organization, and against the caller's own limit. */
  #refuseUnknown(
    caller: Caller,
    organization: OrganizationRules | null,
    verdict: "NOT_FOUND" | "MALFORMED" | "RATE_LIMITED",
    request: VerifyRequest,
    requestId: string,
    now: number,
  ): Outcome {
    if (verdict === "NOT_FOUND") {
      caller.unknownKeysAt = Math.max(caller.unknownKeysAt, now) + 1000 / this.#parts.unknownKeys.perSecond;
    }
    const wall = this.#parts.wall();
    this.#parts.recorder.record(caller, null, verdict, request, wall);
    const retryMilliseconds = verdict === "RATE_LIMITED" ? 1000 : 0;
    return { verdict, entry: null, organization, rate: null, retryMilliseconds, requestId, at: wall };
  }

  #mayAskUnknown(caller: Caller, now: number): boolean {
    const { perSecond, burst } = this.#parts.unknownKeys;
    return caller.unknownKeysAt - now <= ((burst - 1) * 1000) / perSecond;
  }

  #hash(environmentId: string, version: number, secret: string): string {
    const name = version === this.#parts.vault.currentVersion ? environmentId : `${version}/${environmentId}`;
    let hasher = this.#hashers.get(name);
    if (!hasher) {
      hasher = keyHasher(this.#parts.vault.environmentPepper(environmentId, version));
      this.#hashers.set(name, hasher);
    }
    return hasher(secret);
  }

  /** Loads under way may have missed a change of this organization (null: of any). */
  detach(organizationId: string | null): void {
    this.#flights.detach(organizationId);
  }
}

/** `<prefix>_<tag>` of a secret in our form; whatever else it is finds no environment. */
function markOf(secret: string): string {
  return secret.length > 39 ? secret.slice(0, secret.length - 39) : "";
}
