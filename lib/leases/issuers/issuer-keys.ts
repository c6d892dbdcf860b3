import { createLocalJWKSet, type JSONWebKeySet } from "jose";
import { z } from "zod";
import type { Clock } from "@/lib/core/clock";
import { FetchFailed, type FetchRules, fetchDocument } from "./fetch-document";

const FRESH = 10 * 60_000;
/** A key that an issuer took back must not live on here because the issuer is unreachable. */
const STALE = 60 * 60_000;
/** How often a failure, or a key that is not in the set, may cause another fetch. */
const COOLDOWN = 30_000;
const FAILURE_COOLDOWN = 5000;
const MOST_ISSUERS = 500;
const DISCOVERY_BYTES = 64 * 1024;
const KEY_SET_BYTES = 256 * 1024;
const TIMEOUT = 5000;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.string().max(2000) });
const keySetSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).max(100),
});

export type IssuerKeySet = { keys: ReturnType<typeof createLocalJWKSet>; ids: ReadonlySet<string> };

type Known = { set: IssuerKeySet; at: number; triedAt: number };

/** The public keys of token issuers, found by OpenID discovery, cached and bounded. */
export class IssuerKeys {
  readonly #clock: Clock;
  readonly #rules: Omit<FetchRules, "limit" | "timeout">;
  readonly #known = new Map<string, Known>();
  readonly #failed = new Map<string, { at: number; error: unknown }>();
  readonly #loading = new Map<string, Promise<IssuerKeySet>>();

  constructor(deps: { clock: Clock } & Omit<FetchRules, "limit" | "timeout">) {
    const { clock, ...rules } = deps;
    this.#clock = clock;
    this.#rules = rules;
  }

  /**
   * The issuer's keys; fetched again when they are old, or when `keyId` is not among them (an issuer that has rotated),
   * at most every 30 s. Rejects with FetchFailed or PrivateAddress when none can be had.
   */
  async of(issuer: string, keyId: string | undefined): Promise<IssuerKeySet> {
    const now = this.#clock.now().getTime();
    const remembered = this.#known.get(issuer);
    const known = remembered && now - remembered.at <= STALE ? remembered : undefined;
    if (known) {
      const isKnownKey = keyId === undefined || known.set.ids.has(keyId);
      if ((now - known.at <= FRESH && isKnownKey) || now - known.triedAt < COOLDOWN) return known.set;
    }
    const failed = this.#failed.get(issuer);
    if (!known && failed && now - failed.at < FAILURE_COOLDOWN) throw failed.error;
    if (known) known.triedAt = now;
    try {
      return await this.#load(issuer, now);
    } catch (error) {
      if (known) return known.set;
      throw error;
    }
  }

  #load(issuer: string, now: number): Promise<IssuerKeySet> {
    const loading = this.#loading.get(issuer);
    if (loading) return loading;
    const promise = this.#fetch(issuer)
      .then((set) => {
        this.#failed.delete(issuer);
        remember(this.#known, issuer, { set, at: now, triedAt: now });
        return set;
      })
      .catch((error: unknown) => {
        remember(this.#failed, issuer, { at: now, error });
        throw error;
      })
      .finally(() => this.#loading.delete(issuer));
    this.#loading.set(issuer, promise);
    return promise;
  }

  async #fetch(issuer: string): Promise<IssuerKeySet> {
    const at = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
    const discovery = discoverySchema.safeParse(
      await fetchDocument(at, { ...this.#rules, limit: DISCOVERY_BYTES, timeout: TIMEOUT }),
    );
    if (!discovery.success) throw new FetchFailed("The issuer's discovery document has no issuer and jwks_uri.");
    if (discovery.data.issuer !== issuer) throw new FetchFailed("The discovery document is of another issuer.");
    const found = keySetSchema.safeParse(
      await fetchDocument(discovery.data.jwks_uri, { ...this.#rules, limit: KEY_SET_BYTES, timeout: TIMEOUT }),
    );
    if (!found.success) throw new FetchFailed("The issuer's key set is malformed.");
    const usable: JSONWebKeySet = { keys: found.data.keys.filter((key) => key.kty !== "oct") };
    return {
      keys: createLocalJWKSet(usable),
      ids: new Set(usable.keys.flatMap((key) => (key.kid === undefined ? [] : [key.kid]))),
    };
  }
}

function remember<T>(map: Map<string, T>, name: string, value: T): void {
  map.delete(name);
  if (map.size >= MOST_ISSUERS) {
    const [oldest] = map.keys();
    if (oldest !== undefined) map.delete(oldest);
  }
  map.set(name, value);
}
