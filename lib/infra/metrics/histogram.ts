import { Histogram, type MetricValueWithName } from "prom-client";

/**
 * A histogram whose buckets are counted by hand: observing costs a few nanoseconds, where prom-client's own makes
 * label objects for each observation.
 */
export class FastHistogram extends Histogram<string> {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  readonly #name: string;
  readonly #help: string;
  #sum = 0;

  constructor(options: { name: string; help: string; buckets: readonly number[]; registers: [] }) {
    super({ name: options.name, help: options.help, buckets: [...options.buckets], registers: [] });
    this.#name = options.name;
    this.#help = options.help;
    this.#bounds = options.buckets;
    this.#counts = new Float64Array(options.buckets.length + 1);
  }

  /** Counts one value, in the unit of the buckets. */
  add(value: number): void {
    const bounds = this.#bounds;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
  }

  /** What the registry's text is made of. */
  async getForPromString() {
    let total = 0;
    const values: MetricValueWithName<string>[] = [];
    this.#counts.forEach((count, index) => {
      total += count;
      const le = index < this.#bounds.length ? String(this.#bounds[index]) : "+Inf";
      values.push({ labels: { le }, value: total, metricName: `${this.#name}_bucket` });
    });
    values.push({ labels: {}, value: this.#sum, metricName: `${this.#name}_sum` });
    values.push({ labels: {}, value: total, metricName: `${this.#name}_count` });
    return { name: this.#name, help: this.#help, type: "histogram", aggregator: "sum", values };
  }
}
