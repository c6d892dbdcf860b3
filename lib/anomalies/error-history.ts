import { z } from "zod";

/** What an ErrorHistory leaves in a row of JSON. */
export const errorHistoryState = z.object({
  total: z.number().nonnegative(),
  buckets: z.array(z.tuple([z.int(), z.number().positive()])).max(256),
});
export type ErrorHistoryState = z.infer<typeof errorHistoryState>;

/** Buckets per doubling: neighbours are 9 % apart. */
const PER_OCTAVE = 8;
/** The largest share of the history that the far tail is read from. */
const TAIL_SHARE = 0.1;
/** A prior for how fast the tail falls: half an octave per factor e, believed as much as ten rows. */
const PRIOR_FALL = 4;
const PRIOR_ROWS = 10;
const FEWEST_FOR_TAIL = 6;
/** A weight halved below this is forgotten. */
const LIGHTEST = 0.2;

/**
 * How large one kind of error has been, as a log-scaled histogram: bounded in memory, forgetting by halves.
 * It answers how surprising an error is by its rank among the errors before it, and past the largest one
 * by how fast the tail of the history falls.
 */
export class ErrorHistory {
  /** Ascending by bucket; weights are dyadic, so they survive JSON without loss. */
  private readonly buckets: number[] = [];
  private readonly weights: number[] = [];
  private total = 0;

  constructor(
    private readonly memory: number,
    private readonly maxBuckets: number,
  ) {}

  /** Rows remembered, as a weight. */
  get count(): number {
    return this.total;
  }

  /** `-log10` of the chance to see an error of this size or more; 0 for a size of nothing. */
  surprise(size: number): number {
    if (!(size > 0) || this.total === 0) return 0;
    const bucket = bucketOf(size);
    let larger = 0;
    let same = 0;
    let i = this.buckets.length - 1;
    for (; i >= 0 && (this.buckets[i] ?? 0) > bucket; i--) larger += this.weights[i] ?? 0;
    if (i >= 0 && this.buckets[i] === bucket) same = this.weights[i] ?? 0;
    const ranked = -Math.log10((larger + same / 2 + 0.5) / (this.total + 1));
    return larger + same > 0 ? ranked : Math.max(ranked, this.beyondRecord(size));
  }

  /** The same past the largest error known: an exponential tail on the logarithm of the size (Hill). */
  private beyondRecord(size: number): number {
    const need = Math.max(FEWEST_FOR_TAIL, TAIL_SHARE * this.total);
    let seen = 0;
    let excess = 0;
    let edge = (this.buckets.at(-1) ?? Number.POSITIVE_INFINITY) + 1;
    for (let i = this.buckets.length - 1; i >= 0 && seen < need; i--) {
      const weight = this.weights[i] ?? 0;
      // Many rows of one size (an idle series) are no evidence of how fast larger ones become rare.
      if (seen + weight > 2 * need) break;
      excess += seen * (edge - (this.buckets[i] ?? 0)) + weight / 2;
      edge = this.buckets[i] ?? 0;
      seen += weight;
    }
    const fall = (excess + PRIOR_FALL * PRIOR_ROWS) / (seen + PRIOR_ROWS);
    const beyond = Math.max(0, Math.log2(size) * PER_OCTAVE - edge);
    const toEdge = Math.log10(seen > 0 ? this.total / Math.max(seen, FEWEST_FOR_TAIL) : 2 * (this.total + 1));
    return toEdge + (beyond / fall) * Math.LOG10E;
  }

  /** Remembers an error. A size of nothing counts as a row without an error of this kind. */
  add(size: number): void {
    this.total += 1;
    if (size > 0) {
      this.put(bucketOf(size));
      // Only the far end is ever asked about, so the smallest sizes may be told apart less.
      if (this.buckets.length > this.maxBuckets) {
        const lowest = this.weights.shift() ?? 0;
        this.buckets.shift();
        this.weights[0] = (this.weights[0] ?? 0) + lowest;
      }
    }
    if (this.total >= this.memory) this.halve();
  }

  private put(bucket: number): void {
    let low = 0;
    let high = this.buckets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.buckets[middle] ?? 0) < bucket) low = middle + 1;
      else high = middle;
    }
    if (this.buckets[low] === bucket) this.weights[low] = (this.weights[low] ?? 0) + 1;
    else {
      this.buckets.splice(low, 0, bucket);
      this.weights.splice(low, 0, 1);
    }
  }

  private halve(): void {
    this.total /= 2;
    for (let i = this.buckets.length - 1; i >= 0; i--) {
      const half = (this.weights[i] ?? 0) / 2;
      if (half < LIGHTEST) {
        this.buckets.splice(i, 1);
        this.weights.splice(i, 1);
      } else this.weights[i] = half;
    }
  }

  toJSON(): ErrorHistoryState {
    return { total: this.total, buckets: this.buckets.map((bucket, i) => [bucket, this.weights[i] ?? 0]) };
  }

  static restore(state: ErrorHistoryState, memory: number, maxBuckets: number): ErrorHistory {
    const history = new ErrorHistory(memory, maxBuckets);
    history.total = state.total;
    for (const [bucket, weight] of state.buckets) {
      history.buckets.push(bucket);
      history.weights.push(weight);
    }
    return history;
  }
}

function bucketOf(size: number): number {
  return Math.floor(Math.log2(size) * PER_OCTAVE);
}
