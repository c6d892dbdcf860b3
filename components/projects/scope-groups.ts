import type { Scope } from "./project-paths";

/** What a scope without a category stands under. */
export const NO_CATEGORY = "Other";

export type ScopeGroup = { category: string; scopes: Scope[] };

/** The scopes that match all words, by category; those without one come last. */
export function groupScopes(
  scopes: readonly Scope[],
  filter: { search: string; categories: readonly string[]; sensitive: "true" | "false" | null },
): ScopeGroup[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Scope[]>();
  for (const scope of scopes) {
    const category = scope.category === "" ? NO_CATEGORY : scope.category;
    const text = `${scope.name} ${scope.description} ${category} ${scope.endpoints.join(" ")}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    if (filter.categories.length > 0 && !filter.categories.includes(category)) continue;
    if (filter.sensitive !== null && scope.sensitive !== (filter.sensitive === "true")) continue;
    groups.set(category, [...(groups.get(category) ?? []), scope]);
  }
  return [...groups]
    .map(([category, entries]) => ({ category, scopes: entries }))
    .sort(
      (one, other) =>
        Number(one.category === NO_CATEGORY) - Number(other.category === NO_CATEGORY) ||
        one.category.localeCompare(other.category),
    );
}

export type ScopeLine = { name: string; description: string };

/** One scope a line: its name, then its description. Empty lines and a second naming of a scope are left out. */
export function readScopeLines(text: string): ScopeLine[] {
  const lines = new Map<string, ScopeLine>();
  for (const line of text.split("\n")) {
    const [name = "", ...rest] = line.trim().split(/[\s,;]+/);
    if (name !== "" && !lines.has(name)) lines.set(name, { name, description: rest.join(" ") });
  }
  return [...lines.values()];
}
