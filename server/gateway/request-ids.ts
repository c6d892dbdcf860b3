import { randomBase62 } from "@/lib/core/base62";
import type { KeyEntry } from "@/lib/verification/entry";

const REMEMBERED = 65_536;

/** Ids of verifications: a random mark of this life and a count. The last ones' keys are remembered for `POST /v1/usage`. */
export class RequestIds {
  readonly #mark = `v${randomBase62(11)}-`;
  readonly #recent: (KeyEntry | undefined)[] = [];
  #count = 0;
  #last = "";

  next(): string {
    this.#count += 1;
    this.#recent[this.#count % REMEMBERED] = undefined;
    this.#last = this.#mark + this.#count.toString(36);
    return this.#last;
  }

  /** Remembers whose key a verification was of. */
  remember(requestId: string, entry: KeyEntry): void {
    const count = requestId === this.#last ? this.#count : Number.parseInt(requestId.slice(this.#mark.length), 36);
    if (count > this.#count - REMEMBERED) this.#recent[count % REMEMBERED] = entry;
  }

  /** The key of a recent verification of this node. */
  entryOf(requestId: string): KeyEntry | undefined {
    if (!requestId.startsWith(this.#mark)) return undefined;
    const count = Number.parseInt(requestId.slice(this.#mark.length), 36);
    return count > this.#count - REMEMBERED && count <= this.#count ? this.#recent[count % REMEMBERED] : undefined;
  }
}
