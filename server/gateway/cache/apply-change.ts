import type { VerdictChange } from "../listener";
import type { Verifier } from "../verifier";
import type { Callers } from "./callers";
import type { Directory } from "./directory";
import type { KeyCache } from "./keys";

type Caches = { keys: KeyCache; directory: Directory; callers: Callers; verifier: Verifier };

/** Drops what a change touches, and detaches the loads of its organization that are under way. */
export function applyChange(change: VerdictChange, { keys, directory, callers, verifier }: Caches): void {
  const { table, organization, ids } = change;
  verifier.detach(organization);
  if (table === "service_tokens") callers.drop(organization, ids);
  else if ((table === "keys" || table === "key_versions") && ids !== null) {
    directory.keysChanged(organization, table === "key_versions");
    keys.drop(ids);
  } else {
    directory.drop(organization);
    if (table === "organizations") callers.drop(organization, null);
  }
}
