/**
 * Loads under way, one per name. A change detaches them: those who wait get their answer, which was true when they
 * asked; it is not kept, and nobody joins it any more.
 */
export class Flights<T> {
  readonly #flights = new Map<string, { organizationId: string | null; promise: Promise<T> }>();

  /** Joins the load of that name or begins it. `keep` runs only when nothing changed meanwhile. */
  join(name: string, organizationId: string | null, load: () => Promise<T>, keep: (value: T) => void): Promise<T> {
    const known = this.#flights.get(name);
    if (known) return known.promise;
    const promise = load().then(
      (value) => {
        if (this.#flights.get(name) === flight) {
          this.#flights.delete(name);
          keep(value);
        }
        return value;
      },
      (error: unknown) => {
        if (this.#flights.get(name) === flight) this.#flights.delete(name);
        throw error;
      },
    );
    const flight = { organizationId, promise };
    this.#flights.set(name, flight);
    return promise;
  }

  /** Detaches the loads of one organization (and those whose organization is not known yet), or all. */
  detach(organizationId: string | null): void {
    if (organizationId === null) this.#flights.clear();
    for (const [name, flight] of this.#flights) {
      if (flight.organizationId === null || flight.organizationId === organizationId) this.#flights.delete(name);
    }
  }

  get size(): number {
    return this.#flights.size;
  }
}
