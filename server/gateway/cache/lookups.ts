import type { KeyRow } from "@/lib/verification/entry";
import { findKeys, type WantedHash } from "@/lib/verification/queries";
import type { DatabaseGate } from "../database-gate";

const MOST_IN_ONE = 200;

type Waiting = {
  wanted: Omit<WantedHash, "place">[];
  resolve: (rows: KeyRow[]) => void;
  reject: (error: unknown) => void;
};

/** Look-ups of one event-loop turn go to Postgres as one query: under load a cold key costs a fraction of a round trip. */
export class Lookups {
  readonly #gate: DatabaseGate;
  #waiting: Waiting[] = [];
  queries = 0;
  lookups = 0;

  constructor(gate: DatabaseGate) {
    this.#gate = gate;
  }

  /** The versions with any of these hashes (several while a master secret is being rotated). Rejects with Unavailable. */
  find(wanted: Omit<WantedHash, "place">[]): Promise<KeyRow[]> {
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
        one.resolve(found[place] ?? []);
      });
    } catch (error) {
      for (const one of batch) one.reject(error);
    }
  }
}
