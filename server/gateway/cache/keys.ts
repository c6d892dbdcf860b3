import type { KeyEntry } from "@/lib/verification/entry";
import type { OrganizationRules } from "./directory";

const UNKNOWN_MILLISECONDS = 10_000;
const MOST_UNKNOWN = 50_000;

/** Hash → entry, bounded, with an index by key so that a change of a key finds all its versions. */
export class KeyCache {
  readonly #entries = new Map<string, KeyEntry>();
  readonly #byKey = new Map<string, KeyEntry>();
  /** Hash → until when, and after how many changes of keys, it was unknown. */
  readonly #unknown = new Map<string, { until: number; organization: OrganizationRules; keyChanges: number }>();
  readonly #most: number;
  evictions = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(cacheKey: string): KeyEntry | undefined {
    return this.#entries.get(cacheKey);
  }

  /** Any cached version of a key. */
  ofKey(keyId: string): KeyEntry | undefined {
    return this.#byKey.get(keyId);
  }

  get size(): number {
    return this.#entries.size;
  }

  get unknownSize(): number {
    return this.#unknown.size;
  }

  set(entry: KeyEntry): void {
    const before = this.#entries.get(entry.cacheKey);
    if (before) this.#remove(before);
    else if (this.#entries.size >= this.#most) {
      // The oldest goes. A hot key that goes is loaded again at once and is then the youngest.
      const [oldest] = this.#entries.values();
      if (oldest) this.#remove(oldest);
      this.evictions += 1;
    }
    entry.sibling = this.#byKey.get(entry.keyId) ?? null;
    this.#byKey.set(entry.keyId, entry);
    this.#entries.set(entry.cacheKey, entry);
    this.#unknown.delete(entry.cacheKey);
  }

  #remove(entry: KeyEntry): void {
    this.#entries.delete(entry.cacheKey);
    let current = this.#byKey.get(entry.keyId) ?? null;
    if (current === entry) {
      if (entry.sibling) this.#byKey.set(entry.keyId, entry.sibling);
      else this.#byKey.delete(entry.keyId);
      return;
    }
    while (current) {
      if (current.sibling === entry) current.sibling = entry.sibling;
      current = current.sibling;
    }
  }

  /** Drops all versions of these keys. */
  drop(keyIds: readonly string[]): void {
    for (const keyId of keyIds) {
      let entry = this.#byKey.get(keyId) ?? null;
      this.#byKey.delete(keyId);
      while (entry) {
        this.#entries.delete(entry.cacheKey);
        entry = entry.sibling;
      }
    }
  }

  rememberUnknown(cacheKey: string, organization: OrganizationRules, now: number): void {
    if (this.#unknown.size >= MOST_UNKNOWN) {
      const [oldest] = this.#unknown.keys();
      if (oldest !== undefined) this.#unknown.delete(oldest);
    }
    this.#unknown.set(cacheKey, {
      until: now + UNKNOWN_MILLISECONDS,
      organization,
      keyChanges: organization.keyChanges,
    });
  }

  /** True when it was unknown a moment ago and no key of the organization has changed since. */
  isUnknown(cacheKey: string, organization: OrganizationRules, now: number): boolean {
    const known = this.#unknown.get(cacheKey);
    if (known === undefined) return false;
    if (known.until > now && known.organization === organization && known.keyChanges === organization.keyChanges)
      return true;
    this.#unknown.delete(cacheKey);
    return false;
  }
}
