import type { KeyObject } from "node:crypto";
import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import { type LeaseDatabase, prepared } from "./lease-database";
import { generateSigningKey, openSigningKey, type PublicJwk } from "./signing-key";

const REFRESH_MILLISECONDS = 30_000;

type RingKey = {
  id: string;
  privateKey: KeyObject;
  jwk: PublicJwk;
  signsFrom: number;
  publishedUntil: number;
};

type SigningKeyRow = { id: string; privateKey: Buffer; signsFrom: number; publishedUntil: number | null };

const ROWS = `SELECT id, private_key AS "privateKey", (extract(epoch FROM signs_from) * 1000)::float8 AS "signsFrom",
  (extract(epoch FROM published_until) * 1000)::float8 AS "publishedUntil" FROM signing_keys ORDER BY id`;

/** The signing keys as one gateway holds them: read anew every 30 s, kept through an outage of the database. */
export class KeyRing {
  readonly #database: LeaseDatabase;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #onUnreadable: (id: string) => void;
  #keys: readonly RingKey[] = [];
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(deps: { database: LeaseDatabase; vault: Vault; clock: Clock; onUnreadable?: (id: string) => void }) {
    this.#database = deps.database;
    this.#vault = deps.vault;
    this.#clock = deps.clock;
    this.#onUnreadable = deps.onUnreadable ?? (() => undefined);
  }

  /** The key that signs now. Rejects as the database does when no key was ever read. */
  async signer(): Promise<{ id: string; privateKey: KeyObject }> {
    await this.#refresh();
    const signer = this.#signerOf(this.#clock.now().getTime());
    if (!signer) throw new Error("No signing key can be opened with the master secret of this installation.");
    return signer;
  }

  /** The key set, as it is published: also the key that will sign next, and those whose leases still live. */
  async published(): Promise<{ keys: PublicJwk[] }> {
    await this.#refresh();
    const now = this.#clock.now().getTime();
    return { keys: this.#keys.filter((key) => key.publishedUntil > now).map((key) => key.jwk) };
  }

  #signerOf(now: number): RingKey | null {
    let newest: RingKey | null = null;
    for (const key of this.#keys) {
      if (key.signsFrom <= now && key.publishedUntil > now && (!newest || key.signsFrom > newest.signsFrom))
        newest = key;
    }
    return newest;
  }

  async #refresh(): Promise<void> {
    const now = this.#clock.now().getTime();
    if (Math.abs(now - this.#readAt) < REFRESH_MILLISECONDS && this.#keys.length > 0) return;
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    try {
      await this.#reading;
    } catch (error) {
      // What was read before says by its times what it is still good for.
      if (this.#signerOf(now) === null) throw error;
    }
  }

  async #read(now: number): Promise<void> {
    let rows = await this.#rows();
    if (rows.length === 0) {
      const id = newId("signingKey", now);
      const sealed = generateSigningKey(this.#vault, id);
      await this.#database.run((pool) =>
        pool.query(prepared("first-key", "SELECT make_first_signing_key($1, $2, $3)", [id, sealed, new Date(now)])),
      );
      rows = await this.#rows();
    }
    const known = new Map(this.#keys.map((key) => [key.id, key]));
    this.#keys = rows.flatMap((row) => {
      const times = { signsFrom: row.signsFrom, publishedUntil: row.publishedUntil ?? Number.POSITIVE_INFINITY };
      const before = known.get(row.id);
      if (before) return [{ ...before, ...times }];
      try {
        return [{ id: row.id, ...openSigningKey(this.#vault, row.id, row.privateKey), ...times }];
      } catch {
        this.#onUnreadable(row.id);
        return [];
      }
    });
    this.#readAt = now;
  }

  async #rows(): Promise<SigningKeyRow[]> {
    const result = await this.#database.run((pool) => pool.query<SigningKeyRow>(prepared("signing-keys", ROWS, [])));
    return result.rows;
  }
}
