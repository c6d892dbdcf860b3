import type { Clock } from "@/lib/core/clock";
import { type LeaseDatabase, prepared } from "./lease-database";
import { LONGEST_LIFE } from "./lifetimes";

/** How often a verifier should fetch the list, and how long it may be cached. Seconds. */
export const LIST_INTERVAL = 5;
/** A gateway that is cut off may still lease for 3 s after a revocation; another margin is for clocks. Seconds. */
const GRACE = 5;
const WINDOW = LONGEST_LIFE + 60;
/** Above this many entries an organization is named whole: its holders of valid keys get a new lease. */
const MOST_ENTRIES = 1000;

/**
 * Leases with this subject (and version, where one is named) or of this organization whose `iat` is before `before`
 * (seconds since the epoch) are void.
 */
export type RevokedEntry = { sub: string; version?: string; before: number } | { org: string; before: number };

export type RevocationList = { issuedAt: string; nextUpdate: string; revoked: RevokedEntry[] };

type EndedRow = { organizationId: string; sub: string; version: string | null; endedAt: number; total: number };

const ENDED = `
  WITH ended AS (
    SELECT organization_id, id AS sub, NULL::text AS version, greatest(revoked_at, disabled_at, quarantined_at) AS at
    FROM keys WHERE greatest(revoked_at, disabled_at, quarantined_at) > $1
      AND (state IN ('revoked', 'disabled') OR quarantined_at IS NOT NULL)
    UNION ALL
    SELECT organization_id, id, NULL, expires_at FROM keys WHERE expires_at > $1 AND expires_at <= $2
    UNION ALL
    SELECT organization_id, key_id, id, ends_at FROM key_versions WHERE ends_at > $1 AND ends_at <= $2
    UNION ALL
    SELECT organization_id, id, NULL, voids_before FROM trust_rules WHERE voids_before > $1
  ), numbered AS (
    SELECT *, count(*) OVER w AS total, row_number() OVER (PARTITION BY organization_id ORDER BY at DESC) AS place FROM ended
    WINDOW w AS (PARTITION BY organization_id)
  )
  SELECT organization_id AS "organizationId", sub, version, (extract(epoch FROM at) * 1000)::float8 AS "endedAt",
    total::int AS total
  FROM numbered WHERE total <= $3 OR place = 1 ORDER BY organization_id, sub`;

function entryOf(row: EndedRow): RevokedEntry {
  // An exchange asks the database itself whether its rule still stands: there is no late lease to allow for.
  const before = Math.ceil(row.endedAt / 1000) + (row.sub.startsWith("trs_") ? 0 : GRACE);
  if (row.total > MOST_ENTRIES) return { org: row.organizationId, before };
  return row.version === null ? { sub: row.sub, before } : { sub: row.sub, version: row.version, before };
}

/**
 * What ended in the last 16 minutes and may still have leases: keys that were revoked, disabled, quarantined or expired,
 * versions whose overlap ended, and trust rules that were changed. Older leases have ended by themselves.
 */
export class RevocationFeed {
  readonly #database: LeaseDatabase;
  readonly #clock: Clock;
  #list: RevocationList | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<RevocationList> | undefined;

  constructor(deps: { database: LeaseDatabase; clock: Clock }) {
    this.#database = deps.database;
    this.#clock = deps.clock;
  }

  /** The list, at most a second old. Rejects as the database does: an old list would hide what ended since. */
  current(): Promise<RevocationList> {
    const now = this.#clock.now().getTime();
    if (this.#list && Math.abs(now - this.#readAt) < 1000) return Promise.resolve(this.#list);
    this.#reading ??= this.#read(now).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(now: number): Promise<RevocationList> {
    const since = new Date(now - WINDOW * 1000);
    const values = [since, new Date(now), MOST_ENTRIES];
    const found = await this.#database.run((pool) => pool.query<EndedRow>(prepared("ended", ENDED, values)));
    this.#list = {
      issuedAt: new Date(now).toISOString(),
      nextUpdate: new Date(now + LIST_INTERVAL * 1000).toISOString(),
      revoked: found.rows.map(entryOf),
    };
    this.#readAt = now;
    return this.#list;
  }
}
