import { type ChainedEvent, chainHash, chainLink, GENESIS } from "./chain";
import { isCheckpointSound, type SignedCheckpoint } from "./checkpoint";

/** The first thing that is wrong, by the number of its row. */
export type ChainFault = { seq: number; message: string };

export type CheckedEvent = {
  event: ChainedEvent;
  link: Buffer;
  hash: Buffer;
  /** The link before this event where it does not follow the one before; absent: it must follow. */
  previousLink?: Buffer | undefined;
};

/**
 * Follows a trail event by event and names the first row that is not what it was. Rows come in the order of their
 * numbers; memory does not grow with them, but for the checkpoints.
 */
export class ChainChecker {
  readonly #key: Buffer | null;
  readonly #checkpoints = new Map<number, SignedCheckpoint[]>();
  readonly #unmet = new Set<SignedCheckpoint>();
  #fault: ChainFault | null = null;
  #seq = 0;
  #link: Buffer = GENESIS;
  #hash: Buffer | null = GENESIS;
  #events = 0;
  #confirmed = 0;
  #confirmedUpTo = 0;

  /** @param key the organization's chain key; null where it is not known (an export somewhere else): seals are not checked. */
  constructor(key: Buffer | null) {
    this.#key = key;
  }

  get fault(): ChainFault | null {
    return this.#fault;
  }

  get events(): number {
    return this.#events;
  }

  /** How many checkpoints were met by the event they name. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** The newest event that a signed checkpoint vouches for; 0 when there is none. */
  get confirmedUpTo(): number {
    return this.#confirmedUpTo;
  }

  get lastSeq(): number {
    return this.#seq;
  }

  /** Checkpoints come before the events they name. `trusted` are the public keys that count. */
  addCheckpoint(checkpoint: SignedCheckpoint, trusted: readonly string[]): void {
    const { seq } = checkpoint;
    const wrong = !isCheckpointSound(checkpoint)
      ? `The signature of the checkpoint at ${seq} is wrong.`
      : !trusted.includes(checkpoint.publicKey)
        ? `The checkpoint at ${seq} is signed with a key that is not trusted here.`
        : null;
    if (wrong) {
      this.#report(seq, wrong);
      return;
    }
    this.#checkpoints.set(seq, [...(this.#checkpoints.get(seq) ?? []), checkpoint]);
    this.#unmet.add(checkpoint);
  }

  addEvent({ event, link, hash, previousLink }: CheckedEvent): void {
    const { seq } = event;
    if (previousLink) {
      this.#link = previousLink;
      this.#hash = null;
    } else if (seq !== this.#seq + 1) {
      const missing = seq === this.#seq + 2 ? `Row ${seq - 1} is` : `Rows ${this.#seq + 1} to ${seq - 1} are`;
      this.#report(
        seq <= this.#seq ? seq : this.#seq + 1,
        seq <= this.#seq ? `Row ${seq} is out of order.` : `${missing} missing.`,
      );
    }
    if (!chainLink(this.#link, event).equals(link)) {
      this.#report(seq, `Row ${seq} (${event.id}) is not what was recorded.`);
    } else if (this.#key && this.#hash && !chainHash(this.#key, this.#hash, event).equals(hash)) {
      this.#report(seq, `Row ${seq} (${event.id}) was written by someone without the installation's key.`);
    }
    for (const checkpoint of this.#checkpoints.get(seq) ?? []) {
      this.#unmet.delete(checkpoint);
      if (checkpoint.link.equals(link)) {
        this.#confirmed += 1;
        this.#confirmedUpTo = seq;
      } else
        this.#report(
          seq,
          `Row ${seq} or one before it is not what the checkpoint of ${checkpoint.at.toISOString()} signed.`,
        );
    }
    this.#checkpoints.delete(seq);
    this.#seq = seq;
    this.#link = link;
    this.#hash = hash;
    this.#events += 1;
  }

  /** After the last event: what was promised to be there. `lastSeq` is what the head (or the export's end) says. */
  end(expected: { lastSeq: number; link?: Buffer }): void {
    const promised = Math.max(expected.lastSeq, ...[...this.#unmet].map((checkpoint) => checkpoint.seq));
    if (promised > this.#seq) {
      const rows = promised === this.#seq + 1 ? `Row ${promised} is` : `Rows ${this.#seq + 1} to ${promised} are`;
      this.#report(this.#seq + 1, `${rows} missing: the end of the trail was cut off.`);
    } else if (expected.lastSeq === this.#seq && expected.link && !expected.link.equals(this.#link)) {
      this.#report(this.#seq, `The head of the trail does not fit row ${this.#seq}.`);
    }
  }

  #report(seq: number, message: string): void {
    if (this.#fault === null || seq < this.#fault.seq) this.#fault = { seq, message };
  }
}
