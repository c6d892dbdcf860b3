import { acceptQueue } from "./accept-queue";
import type { KeyCache } from "./cache/keys";
import type { Lookups } from "./cache/lookups";
import type { DatabaseGate } from "./database-gate";
import type { Limiter } from "./limits/limiter";
import type { Listener } from "./listener";
import type { Reading } from "./measurements";
import type { SpoolDrain } from "./spool/drain";
import type { SpoolWriter } from "./spool/writer";
import type { Verifier } from "./verifier";

type Parts = {
  keys: KeyCache;
  verifier: Verifier;
  lookups: Lookups;
  limiter: Limiter;
  spool: SpoolWriter;
  drain: SpoolDrain;
  listener: Listener;
  gate: DatabaseGate;
  skippedCalls: () => number;
  /** The port that is listened on; undefined where there is none. */
  port: number | undefined;
};

/** What /metrics tells of the gateway's parts. */
export function gatewayReadings(parts: Parts): Reading[] {
  const { keys, verifier, lookups, limiter, spool, drain, listener, gate } = parts;
  const gauge = (name: string, help: string, read: () => number): Reading => ({
    name: `latchkey_gateway_${name}`,
    help,
    read,
  });
  const counter = (name: string, help: string, read: () => number): Reading => ({
    name: `latchkey_gateway_${name}_total`,
    help,
    read,
    kind: "counter",
  });
  return [
    gauge("cache_entries", "Key versions in the cache.", () => keys.size),
    gauge("cache_unknown", "Hashes known to be of no key.", () => keys.unknownSize),
    counter("cache_hits", "Calls decided from the cache.", () => verifier.hits),
    counter("cache_misses", "Calls that asked more than the cache.", () => verifier.misses),
    counter("cache_evictions", "Entries that made room for others.", () => keys.evictions),
    counter(
      "stale_served",
      "Calls answered from an old entry during an outage, as policies allow.",
      () => verifier.staleServed,
    ),
    counter("lookups", "Keys looked up in Postgres.", () => lookups.lookups),
    counter("lookup_queries", "Queries that took.", () => lookups.queries),
    gauge("lookups_open", "Keys that are being looked up now.", () => lookups.open),
    gauge("accept_queue", "Connections that wait to be accepted (Linux; all processes of the port).", () =>
      parts.port === undefined ? 0 : acceptQueue(parts.port),
    ),
    gauge("limited_keys", "Keys whose calls are being counted.", () => limiter.size),
    counter(
      "redis_errors",
      "Calls counted by this gateway alone because Redis did not answer.",
      () => limiter.storeErrors,
    ),
    gauge("spool_segments", "Complete spool files that wait for Postgres.", () => drain.depth),
    gauge("spool_failing", "1 while the spool cannot be written.", () => (spool.failing ? 1 : 0)),
    gauge("spool_free_bytes", "Space left where the spool is.", () => spool.freeBytes),
    counter("spool_bytes", "Bytes appended to the spool.", () => spool.bytes),
    counter("spool_writes", "Writes to the spool.", () => spool.writes),
    counter("spool_records", "Calls noted for the spool.", () => spool.records),
    counter("spool_dropped", "Calls that no spool file holds because the disk refused.", () => spool.dropped),
    counter("spool_torn", "Spool files whose last frame was cut off.", () => drain.torn),
    counter("spool_unreadable", "Spool files put aside because they could not be read.", () => drain.unreadable),
    counter("spool_refused", "Spool files put aside because Postgres refuses what they hold.", () => drain.refused),
    counter("ingested_segments", "Spool files written to Postgres.", () => drain.segments),
    counter("ingest_failures", "Attempts to write usage that failed.", () => drain.failures),
    counter("skipped_calls", "Calls not counted because their organization was deleted.", parts.skippedCalls),
    gauge("listening", "1 while changes are heard.", () => (listener.listening ? 1 : 0)),
    counter("listener_reconnects", "How often the listener lost Postgres.", () => listener.reconnects),
    counter("changes", "Changes heard.", () => listener.changes),
    gauge(
      "clock_offset_seconds",
      "How far Postgres' clock is ahead; 0 within a second.",
      () => listener.clockOffset / 1000,
    ),
    gauge("database_reachable", "1 while Postgres answers look-ups.", () => (gate.isOpen ? 1 : 0)),
    gauge("pool_waiting", "Look-ups that wait for a connection.", () => gate.pool.waitingCount),
    gauge("pool_connections", "Connections for look-ups.", () => gate.pool.totalCount),
  ];
}
