const WORDS: Readonly<Record<string, string>> = {
  "key.created": "Key created",
  "key.updated": "Key changed",
  "key.rotated": "Key rotated",
  "key.disabled": "Key disabled",
  "key.enabled": "Key enabled",
  "key.revoked": "Key revoked",
  "key.transferred": "Key given to another owner",
  "key.identified": "Key found by its secret",
  "keys.imported": "Keys imported",
  "key.scopes_removed": "Scopes taken from the key",
  "key.scopes_extended": "Scopes added after an approval",
  "key.expiry_extended": "Expiry extended after an approval",
  "key.expiry_shortened": "Given an end by a changed policy",
  "key.disabling_scheduled": "Disabling scheduled",
  "key.version_ended": "Old secret ended",
  "grant.started": "Scopes added for a time",
  "grant.ended": "Scopes for a time ended",
  "network_waiver.started": "Allow-list lifted for a time",
  "network_waiver.ended": "Allow-list in force again",
};

/** An audit action in words: those of keys by name, others made readable (`policy.updated` → "Policy updated"). */
export function actionWords(action: string): string {
  const known = WORDS[action];
  if (known !== undefined) return known;
  const text = action.replaceAll(/[._]/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
