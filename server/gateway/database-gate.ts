import pg from "pg";
import { timedQuery } from "@/lib/infra/timed-query";
import { Unavailable } from "./http";

const PROBE_EVERY = 250;

/** SQLSTATE classes that mean "the server cannot be asked now": connection, resources, operator intervention, read-only. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return /^(?:08|53|57|25006|40|55P03|XX)/.test(error.code ?? "");
}

/**
 * Stands before Postgres: after a failure calls fail at once instead of queueing for a time-out each, until a probe
 * finds it back. Everything that fails is Unavailable.
 */
export class DatabaseGate {
  readonly pool: pg.Pool;
  #probe: NodeJS.Timeout | undefined;
  #probing = false;
  readonly #onChange: (open: boolean, error?: unknown) => void;

  constructor(pool: pg.Pool, onChange: (open: boolean, error?: unknown) => void = () => undefined) {
    this.pool = pool;
    this.#onChange = onChange;
  }

  get isOpen(): boolean {
    return this.#probe === undefined;
  }

  async run<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
    if (this.#probe !== undefined) throw new Unavailable("Postgres does not answer.");
    try {
      return await work(this.pool);
    } catch (error) {
      if (isOutage(error)) this.#close(error);
      throw new Unavailable("Postgres does not answer.", { cause: error });
    }
  }

  /** Ends probing; for the end of the process. */
  stop(): void {
    clearInterval(this.#probe);
  }

  #close(error: unknown): void {
    if (this.#probe !== undefined) return;
    this.#onChange(false, error);
    this.#probe = setInterval(() => void this.#tryAgain(), PROBE_EVERY);
    this.#probe.unref();
  }

  async #tryAgain(): Promise<void> {
    if (this.#probing) return;
    this.#probing = true;
    try {
      await this.pool.query(timedQuery("SELECT 1", [], 1000));
      clearInterval(this.#probe);
      this.#probe = undefined;
      this.#onChange(true);
    } catch {
      // Still out: the next tick asks again.
    } finally {
      this.#probing = false;
    }
  }
}
