import { isDeepStrictEqual } from "node:util";

/** Of the wanted values those that differ, as they were and as they will be; null when nothing does. */
export function changesOf<T extends Record<string, unknown>>(
  current: T,
  wanted: Partial<T>,
): { before: Record<string, unknown>; after: Record<string, unknown> } | null {
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, current[name]),
  );
  if (changed.length === 0) return null;
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, current[name]])),
    after: Object.fromEntries(changed),
  };
}
