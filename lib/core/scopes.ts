const HALF = "[a-z][a-z0-9_.-]{0,63}";
/** A scope of a catalogue: `resource:action`. */
export const SCOPE_PATTERN = new RegExp(`^${HALF}:${HALF}$`);
/** A scope as granted to a key: either half may be `*` where the policy allows it. */
export const GRANTED_SCOPE_PATTERN = new RegExp(`^(?:\\*|${HALF}):(?:\\*|${HALF})$`);

export function isWildcardScope(scope: string): boolean {
  return scope.startsWith("*:") || scope.endsWith(":*");
}

/** True when the granted scope covers the wanted one; `*` in a half of the grant covers any. */
export function scopeCovers(granted: string, wanted: string): boolean {
  if (granted === wanted) return true;
  const cut = granted.indexOf(":");
  const wantedCut = wanted.indexOf(":");
  if (cut < 0 || wantedCut < 0) return false;
  const resource = granted.slice(0, cut);
  const action = granted.slice(cut + 1);
  return (
    (resource === "*" || resource === wanted.slice(0, wantedCut)) &&
    (action === "*" || action === wanted.slice(wantedCut + 1))
  );
}
