import { z } from "zod";

/** Lower-case words joined by single hyphens, 1 to 48 characters; never the form of an id. */
export const SLUG_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;
export const slugSchema = z.string().regex(SLUG_PATTERN, "must be lower-case letters, digits and hyphens");

/** A slug from a name; falls back to `fallback` where nothing of the name survives. */
export function slugify(name: string, fallback: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 48)
    .replace(/-+$/, "");
  return slug === "" ? fallback : slug;
}
