import { findHashStarts, HASH_START } from "@/lib/verification/queries";
import type { DatabaseGate } from "../database-gate";
import type { OrganizationRules } from "./directory";

const MOST_HASHES = 1_000_000;
const MOST_ORGANIZATIONS = 100;
const LEAST_BETWEEN = 1000;
const MOST_BETWEEN = 5000;
/** Of the time between two loads, loading takes a tenth at most. */
const PAUSE_PER_LOAD = 10;

type Known = { starts: Buffer | null; organization: OrganizationRules; keyChanges: number; again: number };

/**
 * Which hashes may be an organization's keys, for the time in which a caller is flooded with guesses: those that cannot be are
 * refused without a look-up, and real keys that are not cached yet go on. Loaded only then, once a second at most.
 */
export class KnownHashes {
  readonly #gate: DatabaseGate;
  readonly #known = new Map<string, Known>();
  readonly #loading = new Map<string, Promise<Known>>();
  loads = 0;

  constructor(gate: DatabaseGate) {
    this.#gate = gate;
  }

  /**
   * Whether any of these hashes may be of a live version. A key that was made a moment ago may be missed: for a second, or five where loading is slow.
   * `heard`: changes are being heard, so what was loaded since the last one is complete. Rejects with Unavailable.
   */
  async mayExist(organization: OrganizationRules, hashes: readonly Buffer[], heard: boolean): Promise<boolean> {
    let known = this.#known.get(organization.id);
    if (known && hashes.some((hash) => holds(known?.starts ?? null, hash))) return true;
    const complete = heard && known?.organization === organization && known.keyChanges === organization.keyChanges;
    if (known && (complete || performance.now() < known.again)) return false;
    known = await this.#load(organization);
    return hashes.some((hash) => holds(known?.starts ?? null, hash));
  }

  #load(organization: OrganizationRules): Promise<Known> {
    const { id, keyChanges } = organization;
    const under = this.#loading.get(id);
    if (under) return under;
    this.loads += 1;
    const began = performance.now();
    const loading = this.#gate
      .run((pool) => findHashStarts(pool, id, MOST_HASHES))
      .then((starts) => {
        const now = performance.now();
        const again = now + Math.min(MOST_BETWEEN, Math.max(LEAST_BETWEEN, (now - began) * PAUSE_PER_LOAD));
        const known = { starts, organization, keyChanges, again };
        if (this.#known.size >= MOST_ORGANIZATIONS) this.#known.clear();
        this.#known.set(id, known);
        return known;
      })
      .finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }
}

/** Binary search of a hash's first bytes. */
function holds(starts: Buffer | null, hash: Buffer): boolean {
  if (starts === null) return false;
  let low = 0;
  let high = starts.length / HASH_START;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * HASH_START;
    const order = starts.compare(hash, 0, HASH_START, at, at + HASH_START);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
