const HOUR = 3_600_000;

/** Where simulated traffic begins: a Monday, 00:00 UTC. */
export const MONDAY = Date.UTC(2026, 0, 5);

/** Mean calls in an hour of a key, by the hours since that Monday. */
export const KEY_SHAPES: Record<string, (hour: number, random: () => number) => number> = {
  steady: () => 100,
  quiet: () => 5,
  sparse: () => 0.02,
  "office hours": (hour) => (isOffice(hour) ? 80 : 0.3),
  "day and night": (hour) => 300 * (1 + 0.9 * Math.sin(((hour - 9) / 12) * Math.PI)),
  growing: (hour) => 20 * 1.5 ** (hour / 720) * (1 + 0.5 * Math.sin((hour / 12) * Math.PI)),
  "nightly batch": (hour) => (hour % 24 === 2 ? 1_000 : 0),
  bursty: (_hour, random) => (random() < 0.05 ? 200 : 2),
};

/** Hourly Poisson counts of a shape, each stamped with the middle of its hour. The same seed, the same rows. */
export function keyTraffic(shape: string, hours: number, seed: number): { at: number; value: number }[] {
  const random = generator(seed);
  const rate = KEY_SHAPES[shape] ?? (() => 0);
  return Array.from({ length: hours }, (_, hour) => ({
    at: MONDAY + (hour + 0.5) * HOUR,
    value: poisson(rate(hour, random), random),
  }));
}

/** Numbers in [0, 1) by mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers from uniform ones (Box and Muller). */
export function gaussian(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function isOffice(hour: number): boolean {
  return Math.floor(hour / 24) % 7 < 5 && hour % 24 >= 8 && hour % 24 < 18;
}

function poisson(mean: number, random: () => number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
