import { scopeCovers } from "@/lib/core/scopes";

/** What a call needs: a scope, all of several, or any of several, nested. */
export type ScopeExpression =
  | string
  | { readonly allOf: readonly ScopeExpression[] }
  | { readonly anyOf: readonly ScopeExpression[] };

const NONE: readonly string[] = [];

/**
 * The scopes that would have to be added to the granted ones; empty when the expression is satisfied.
 * Of alternatives, the one that needs the fewest is named.
 */
export function missingScopes(expression: ScopeExpression, granted: readonly string[]): readonly string[] {
  if (typeof expression === "string") {
    for (const scope of granted) if (scopeCovers(scope, expression)) return NONE;
    return [expression];
  }
  if ("allOf" in expression) {
    let missing: Set<string> | undefined;
    for (const part of expression.allOf) {
      const lacking = missingScopes(part, granted);
      if (lacking.length === 0) continue;
      missing ??= new Set();
      for (const scope of lacking) missing.add(scope);
    }
    return missing ? [...missing] : NONE;
  }
  let fewest: readonly string[] | undefined;
  for (const part of expression.anyOf) {
    const lacking = missingScopes(part, granted);
    if (lacking.length === 0) return NONE;
    if (!fewest || lacking.length < fewest.length) fewest = lacking;
  }
  return fewest ?? NONE;
}

/** The same question without the answer's list: used on the hot path. */
export function isSatisfied(expression: ScopeExpression, granted: readonly string[]): boolean {
  if (typeof expression === "string") {
    for (const scope of granted) if (scope === expression || scopeCovers(scope, expression)) return true;
    return false;
  }
  if ("allOf" in expression) {
    for (const part of expression.allOf) if (!isSatisfied(part, granted)) return false;
    return true;
  }
  for (const part of expression.anyOf) if (isSatisfied(part, granted)) return true;
  return expression.anyOf.length === 0;
}
