import type { KeyRow } from "@/lib/verification/entry";
import { findKeys, type WantedHash } from "@/lib/verification/queries";
import type { DatabaseGate } from "../database-gate";

const MOST_IN_ONE = 200;

type Waiting = {
  wanted: Omit<WantedHash, "place">[];
  resolve: (rows: KeyRow[]) => void;
  reject: (error: unknown) => void;
};

/**
 * Which of several versions with the same secret decides: an active key before others, a version that goes on (longer) before
 * one that ends, then the youngest. One secret is in several rows only where it was imported into several environments.
 */
function mostUseful(a: KeyRow, b: KeyRow): number {
  const active = Number(b.state === "active") - Number(a.state === "active");
  if (active !== 0) return active;
  const [endA, endB] = [a.versionEndsAt ?? Number.MAX_VALUE, b.versionEndsAt ?? Number.MAX_VALUE];
  return endA === endB ? (a.versionId < b.versionId ? 1 : -1) : endB - endA;
}

/** Look-ups of one event-loop turn go to Postgres as one query: under load a cold key costs a fraction of a round trip. */
export class Lookups {
  readonly #gate: DatabaseGate;
  #waiting: Waiting[] = [];
  queries = 0;
  lookups = 0;
  /** Keys that are being looked up now. */
  open = 0;

  constructor(gate: DatabaseGate) {
    this.#gate = gate;
  }

  /** The versions with any of these hashes (several while a master secret is being rotated), the one that decides first. Rejects with Unavailable. */
  find(wanted: Omit<WantedHash, "place">[]): Promise<KeyRow[]> {
    this.open += 1;
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#flush());
      this.#waiting.push({ wanted, resolve, reject });
    });
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < waiting.length; start += MOST_IN_ONE) {
      void this.#ask(waiting.slice(start, start + MOST_IN_ONE));
    }
  }

  async #ask(batch: Waiting[]): Promise<void> {
    this.queries += 1;
    this.lookups += batch.length;
    try {
      const wanted = batch.flatMap((one, place) => one.wanted.map((hash) => ({ ...hash, place })));
      const rows = await this.#gate.run((pool) => findKeys(pool, wanted));
      const found: KeyRow[][] = batch.map(() => []);
      for (const row of rows) found[row.place]?.push(row);
      batch.forEach((one, place) => {
        const rows = found[place] ?? [];
        one.resolve(rows.length > 1 ? rows.sort(mostUseful) : rows);
      });
    } catch (error) {
      for (const one of batch) one.reject(error);
    } finally {
      this.open -= batch.length;
    }
  }
}
