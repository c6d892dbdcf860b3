/** A value that no column of this kind may hold. */
export class UnfitValue extends Error {
  override readonly name = "UnfitValue";
}

const PLAIN = /^[A-Za-z0-9_.:-]*$/;

/**
 * A column of `unnest` as Postgres' array literal, for values that need no quotes: numbers, and ids and codes of our own.
 * The driver escapes element by element, which was the largest part of the ingestion's time. Throws UnfitValue when one is not plain.
 */
export function plainColumn(values: readonly (string | number | null)[]): string {
  const parts = values.map((value) => {
    if (value === null) return "NULL";
    if (typeof value === "number") return value;
    // Quoted, so that an empty text stays one and `NULL` is no null.
    if (!PLAIN.test(value)) throw new UnfitValue("A plain column holds letters, digits and _ . : - only.");
    return `"${value}"`;
  });
  return `{${parts.join(",")}}`;
}
