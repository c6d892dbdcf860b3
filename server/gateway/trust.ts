/** How long cached entries are served after the last proof that the listener hears. */
export const TRUST_MILLISECONDS = 2000;
const REMEMBERED = 16;

/**
 * Whether what is cached may be served. A generation is one unbroken life of the listener: what was loaded in an older
 * one may have missed a change, and is asked for anew. Times are monotonic milliseconds.
 */
export class Trust {
  generation = 0;
  #provedAt = Number.NEGATIVE_INFINITY;
  readonly #ended = new Map<number, number>();

  /** The listener heard: everything committed before `at` is known. */
  prove(at: number): void {
    if (at > this.#provedAt) this.#provedAt = at;
  }

  /** A new life of the listener, which hears everything committed after `at`. */
  begin(at: number): void {
    this.#ended.set(this.generation, this.#provedAt);
    this.#ended.delete(this.generation - REMEMBERED);
    this.generation += 1;
    this.#provedAt = at;
  }

  isFresh(now: number): boolean {
    return now - this.#provedAt <= TRUST_MILLISECONDS;
  }

  /** Seconds since something of that generation was last known to be true. */
  staleSeconds(generation: number, now: number): number {
    const provedAt = generation === this.generation ? this.#provedAt : this.#ended.get(generation);
    return provedAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - provedAt) / 1000;
  }
}
