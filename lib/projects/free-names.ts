import { slugify } from "@/lib/core/slug";
import { KEY_WORD_PATTERN } from "./schema";

/** Words that the dashboard's own addresses use. */
export const RESERVED_SLUGS: ReadonlySet<string> = new Set(["new"]);

/** A slug from a name that is not taken: `billing`, else `billing-2`, `billing-3`, … */
export function freeSlug(name: string, fallback: string, isTaken: (slug: string) => boolean): string {
  const base = slugify(name, fallback);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? "" : `-${number}`;
    const slug = `${base.slice(0, 48 - suffix.length).replace(/-+$/, "")}${suffix}`;
    if (!RESERVED_SLUGS.has(slug) && !isTaken(slug)) return slug;
  }
}

/** A key prefix or tag from a slug that is not taken: `billingapi`, else `billingapi2`, … */
export function freeKeyWord(slug: string, fallback: string, isTaken: (word: string) => boolean): string {
  const letters = slug.replace(/[^a-z0-9]/g, "").replace(/^[0-9]+/, "");
  const base = KEY_WORD_PATTERN.test(letters.slice(0, 16)) ? letters.slice(0, 16) : fallback;
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? "" : String(number);
    const word = `${base.slice(0, 16 - suffix.length)}${suffix}`;
    if (word !== "lks" && !isTaken(word)) return word;
  }
}
