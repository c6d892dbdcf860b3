import { isServiceToken } from "@/lib/core/key-format";
import type { Vault } from "@/lib/core/vault";
import { findServiceToken, type ServiceTokenRow } from "@/lib/verification/queries";
import type { DatabaseGate } from "../database-gate";
import type { Trust } from "../trust";
import type { OrganizationRules } from "./directory";
import { Flights } from "./flights";

const MOST_CALLERS = 10_000;
const MOST_STRANGERS = 10_000;
const STRANGER_MILLISECONDS = 5000;

/** A caller and how old what is known of it may be (0: it is true now). */
export type Authenticated = { readonly caller: Caller; readonly staleSeconds: number };

/** What all lives of one token in this gateway share. */
type Allowance = { unknownKeysAt: number };

/** A backend that may ask, by its service token. `organization` is filled in when it first asks. */
export class Caller {
  organization: OrganizationRules | null = null;
  live = true;
  readonly #allowance: Allowance;
  readonly tokenId: string;
  readonly organizationId: string;
  readonly projectId: string | null;
  readonly environmentIds: ReadonlySet<string> | null;
  readonly expiresAt: number;
  readonly permitted: boolean;
  readonly generation: number;
  /** What this caller reaches, in a text that equals another's exactly when both reach the same. */
  readonly reach: string;
  /** This caller as one that is known to be true. */
  readonly known: Authenticated = { caller: this, staleSeconds: 0 };

  constructor(row: ServiceTokenRow, generation: number, allowance: Allowance) {
    this.#allowance = allowance;
    this.tokenId = row.id;
    this.organizationId = row.organizationId;
    this.projectId = row.projectId;
    this.environmentIds = row.environmentIds ? new Set(row.environmentIds) : null;
    this.reach = `${row.projectId ?? ""}/${row.environmentIds ? [...row.environmentIds].sort().join() : "*"}`;
    this.expiresAt = row.expiresAt ?? Number.POSITIVE_INFINITY;
    this.permitted =
      !row.revoked && row.permissions.some((permission) => permission === "*" || permission === "keys:verify");
    this.generation = generation;
  }

  /** Theoretical arrival time of unknown keys (GCRA), monotonic milliseconds. */
  get unknownKeysAt(): number {
    return this.#allowance.unknownKeysAt;
  }

  set unknownKeysAt(at: number) {
    this.#allowance.unknownKeysAt = at;
  }

  isAllowed(now: number): boolean {
    return this.permitted && this.expiresAt > now;
  }

  reaches(environment: { readonly projectId: string; readonly environmentId: string }): boolean {
    if (this.projectId !== null && this.projectId !== environment.projectId) return false;
    return this.environmentIds === null || this.environmentIds.has(environment.environmentId);
  }
}

/** Service tokens by their text. Strangers (well formed, unknown) are remembered for a moment. */
export class Callers {
  readonly #gate: DatabaseGate;
  readonly #trust: Trust;
  readonly #vault: Vault;
  readonly #known = new Map<string, Caller>();
  readonly #byId = new Map<string, string>();
  /** By token id: neither a reload nor a change of the token is a way to a fresh allowance. */
  readonly #allowances = new Map<string, Allowance>();
  readonly #strangers = new Map<string, number>();
  readonly #flights = new Flights<Caller | null>();

  constructor(gate: DatabaseGate, trust: Trust, vault: Vault) {
    this.#gate = gate;
    this.#trust = trust;
    this.#vault = vault;
  }

  /** What is remembered of this token, however old. */
  peek(token: string): Caller | undefined {
    return this.#known.get(token);
  }

  /** Asks the database; null for no such token. Rejects with Unavailable. `now` is monotonic. */
  load(token: string, now: number): Promise<Caller | null> | null {
    if (!isServiceToken(token)) return null;
    const until = this.#strangers.get(token);
    if (until !== undefined && until > now && this.#trust.isFresh(now)) return null;
    const generation = this.#trust.generation;
    return this.#flights.join(
      token,
      null,
      async () => {
        const hashes = this.#vault.versions.map((version) => this.#vault.hashToken("service-token", token, version));
        const row = await this.#gate.run((pool) => findServiceToken(pool, hashes));
        return row ? new Caller(row, generation, this.#allowanceOf(row.id)) : null;
      },
      (caller) => {
        if (generation !== this.#trust.generation) return;
        if (caller) this.#remember(token, caller);
        else this.#rememberStranger(token, now);
      },
    );
  }

  #remember(token: string, caller: Caller): void {
    const before = this.#known.get(token);
    if (before) before.live = false;
    else if (this.#known.size >= MOST_CALLERS) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#forget(oldest);
    }
    this.#known.set(token, caller);
    this.#byId.set(caller.tokenId, token);
  }

  #allowanceOf(tokenId: string): Allowance {
    const known = this.#allowances.get(tokenId);
    if (known) return known;
    if (this.#allowances.size >= MOST_CALLERS) this.#allowances.clear();
    const allowance = { unknownKeysAt: 0 };
    this.#allowances.set(tokenId, allowance);
    return allowance;
  }

  #rememberStranger(token: string, now: number): void {
    this.#known.delete(token);
    if (this.#strangers.size >= MOST_STRANGERS) {
      const [oldest] = this.#strangers.keys();
      if (oldest !== undefined) this.#strangers.delete(oldest);
    }
    this.#strangers.set(token, now + STRANGER_MILLISECONDS);
  }

  #forget(token: string): void {
    const caller = this.#known.get(token);
    if (!caller) return;
    caller.live = false;
    this.#known.delete(token);
    this.#byId.delete(caller.tokenId);
  }

  /** Tokens changed; without ids, all of the organization. */
  drop(organizationId: string, ids: readonly string[] | null): void {
    this.#flights.detach(organizationId);
    this.#strangers.clear();
    if (ids) {
      for (const id of ids) this.#forget(this.#byId.get(id) ?? "");
      return;
    }
    for (const [token, caller] of this.#known) if (caller.organizationId === organizationId) this.#forget(token);
  }

  detachAll(): void {
    this.#flights.detach(null);
    this.#strangers.clear();
  }
}
