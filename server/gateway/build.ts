import { mkdirSync } from "node:fs";
import { hostname } from "node:os";
import type { Logger } from "pino";
import { openDatabase } from "@/db/client";
import { randomBase62 } from "@/lib/core/base62";
import type { MasterSecret } from "@/lib/core/vault";
import { Vault } from "@/lib/core/vault";
import { openCountryLookup } from "@/lib/infra/geo/country";
import { openLimitStore } from "@/lib/infra/redis/client";
import { boundedValues } from "@/lib/usage/ingest/bounded-values";
import { countValidSince } from "@/lib/usage/ingest/quota";
import { isRefusedUsage } from "@/lib/usage/ingest/refused-usage";
import { forgetBatches, segmentWriter } from "@/lib/usage/ingest/write-segments";
import { applyChange } from "./cache/apply-change";
import { Callers } from "./cache/callers";
import { Directory } from "./cache/directory";
import { KeyCache } from "./cache/keys";
import { KnownHashes } from "./cache/known-hashes";
import { Lookups } from "./cache/lookups";
import { DatabaseGate } from "./database-gate";
import type { GatewayRequest, Reply } from "./http";
import { Limiter } from "./limits/limiter";
import { Listener } from "./listener";
import { Measurements } from "./measurements";
import { gatewayReadings } from "./readings";
import { RequestIds } from "./request-ids";
import { type Route, router } from "./routes";
import { leaseRoutes } from "./routes/leases";
import { verificationRoutes } from "./routes/verification";
import { SpoolDrain } from "./spool/drain";
import { lockSpool } from "./spool/lock";
import { readNodeId } from "./spool/node-id";
import { UsageRecorder } from "./spool/recorder";
import { SpoolWriter } from "./spool/writer";
import { statusRoutes } from "./status-routes";
import { Trust } from "./trust";
import { Verifier } from "./verifier";

export type GatewayOptions = {
  databaseUrl: string;
  masterSecrets: readonly MasterSecret[];
  appUrl: string;
  /** The origin of the gateways: what leases name as their issuer. */
  gatewayUrl: string;
  /** Hosts (or host:port) of token issuers that may be called although they are on a private network. */
  privateHosts?: readonly string[];
  spoolDirectory: string;
  redisUrl: string | undefined;
  geoipDatabase: string | undefined;
  /** How many entries of X-Forwarded-For are the proxies' own. */
  trustedProxies: number;
  runtime: "bun" | "node";
  /** The port that will be listened on, for the depth of its queue in /metrics. */
  port?: number;
  logger: Logger;
  /** Keys held in memory at most (1 KiB each). */
  cacheSize?: number;
  unknownKeys?: { perSecond: number; burst: number };
};

export type Gateway = {
  /** Answers a request through `reply`, now or later, once. */
  handle(request: GatewayRequest, reply: Reply): void;
  /** Counts an answer other than 200 that left. */
  count(status: number): void;
  /** Hears Postgres, takes up what an earlier life left. Resolves also while Postgres is out: /readyz tells. */
  start(): Promise<void>;
  /** Call after the last answer has left: flushes the spool, marks the node stopped. */
  stop(): Promise<void>;
};

const CACHE_SIZE = 500_000;
const CUT_EVERY = 200;
const HOUR = 3_600_000;
const LEFT_TO_DRAIN = 8000;
const FIRST_LISTEN = 3000;

/** Puts a gateway together. It neither listens on a port nor talks to Postgres before `start`. Throws SpoolLocked. */
export async function buildGateway(options: GatewayOptions, extraRoutes: readonly Route[] = []): Promise<Gateway> {
  const { logger, spoolDirectory } = options;
  mkdirSync(spoolDirectory, { recursive: true, mode: 0o700 });
  const lock = lockSpool(spoolDirectory);
  const nodeId = readNodeId(spoolDirectory);
  const countryOf = await openCountryLookup(options.geoipDatabase);
  const onError = (error: Error) => logger.warn({ err: error }, "A connection to Postgres ended.");
  const database = openDatabase({
    url: options.databaseUrl,
    name: "latchkey-gateway",
    max: 6,
    acquireTimeout: 1000,
    statementTimeout: 2000,
    onError,
  });
  const ingestDatabase = openDatabase({
    url: options.databaseUrl,
    name: "latchkey-gateway-ingest",
    max: 1,
    acquireTimeout: 3000,
    statementTimeout: 20_000,
    onError,
  });
  const gate = new DatabaseGate(database.pool, (open, error) => {
    if (open) logger.info("Postgres answers again.");
    else logger.error({ err: error }, "Postgres does not answer: unknown keys get 503 until it does.");
  });
  const trust = new Trust();
  const vault = new Vault(options.masterSecrets);
  const measurements = new Measurements();
  const callers = new Callers(gate, trust, vault);
  const directory = new Directory(gate, trust);
  const keys = new KeyCache(options.cacheSize ?? CACHE_SIZE);
  const lookups = new Lookups(gate);
  const requestIds = new RequestIds();
  const write = segmentWriter({ pool: ingestDatabase.pool, nodeId, bound: boundedValues(), countryOf });
  let skipped = 0;
  const drain = new SpoolDrain({
    directory: spoolDirectory,
    ingest: async (segments) => {
      const outcome = await write(segments);
      skipped += outcome.skipped;
      if (outcome.skipped > 0)
        logger.info({ calls: outcome.skipped }, "Calls of deleted organizations were not counted.");
    },
    isRefusal: isRefusedUsage,
    onError: (error, name) =>
      logger.warn({ err: error, segment: name }, "Usage could not be written; it stays in the spool."),
  });
  const spool = new SpoolWriter({
    directory: spoolDirectory,
    nodeId,
    life: `${Date.now().toString(36)}${randomBase62(6)}`,
    onSegment: (name) => drain.add(name),
    onError: (error) =>
      logger.error({ err: error }, "ALARM: the spool cannot be written. Answers go on, usage is lost until it can."),
    onRecovered: () => logger.warn({ dropped: spool.dropped }, "The spool can be written again."),
  });
  const recorder = new UsageRecorder(spool);
  const store = options.redisUrl
    ? openLimitStore(options.redisUrl, (error) =>
        logger.debug({ err: error }, "Redis does not answer; limits are this gateway's own."),
      )
    : null;
  const wall = () => Date.now() + listener.clockOffset;
  const limiter = new Limiter({
    store,
    countSince: (entry, since) =>
      gate.run((pool) => countValidSince(pool, entry.rules.organizationId, entry.keyId, since)),
    wall,
  });
  const verifier = new Verifier({
    vault,
    trust,
    callers,
    directory,
    keys,
    lookups,
    known: new KnownHashes(gate),
    limiter,
    recorder,
    countryOf,
    wall,
    unknownKeys: options.unknownKeys ?? { perSecond: 100, burst: 1000 },
  });
  const listener = new Listener({
    url: options.databaseUrl,
    trust,
    node: {
      id: nodeId,
      name: hostname(),
      details: { runtime: options.runtime, pid: process.pid, version: process.version },
    },
    onChange: (change) => applyChange(change, { keys, directory, callers, verifier }),
    onReconnect: () => {
      verifier.detach(null);
      directory.detachAll();
      callers.detachAll();
    },
    onState: (listening, error) => {
      if (listening) logger.info("Listening for changes.");
      else
        logger.warn(
          { err: error },
          "The listener lost Postgres; cached keys are served for 2 s, then only as policies allow.",
        );
    },
  });
  measurements.add(
    gatewayReadings({
      keys,
      verifier,
      lookups,
      limiter,
      spool,
      drain,
      listener,
      gate,
      skippedCalls: () => skipped,
      port: options.port,
    }),
  );
  const parts = {
    verifier,
    keys,
    gate,
    limiter,
    recorder,
    spool,
    measurements,
    requestIds,
    appUrl: options.appUrl,
    wall,
    forwardedHops: options.trustedProxies,
  };
  const leases = leaseRoutes({
    ...parts,
    vault,
    trust,
    gatewayUrl: options.gatewayUrl,
    outbound: { privateHosts: options.privateHosts ?? [] },
    onUnreadableKey: (id) => logger.error({ signingKey: id }, "A signing key cannot be opened; it is left out."),
  });
  const status = statusRoutes({ listener, gate, spool, drain, measurements, store, trust });
  const route = router([...verificationRoutes(parts), ...leases, ...status, ...extraRoutes], (error) =>
    logger.error({ err: error }, "A request failed unexpectedly."),
  );
  const forget = () => {
    // Only while no file waits: a row is what keeps its file from being written twice.
    if (drain.depth > 0) return;
    forgetBatches(ingestDatabase.pool, nodeId).catch((error: unknown) =>
      logger.warn({ err: error }, "Old batches stay."),
    );
  };
  let timer: NodeJS.Timeout | undefined;
  let hourly: NodeJS.Timeout | undefined;
  return {
    handle: (request, reply) => route(request, requestIds.next(), reply),
    count: (status) => measurements.answer(status),
    start: async () => {
      const left = drain.adoptLeftovers();
      if (left > 0) logger.info({ segments: left }, "Usage of an earlier life is being written.");
      timer = setInterval(() => {
        spool.cutBefore(Math.floor(wall() / 1000));
        lock.touch();
      }, CUT_EVERY);
      hourly = setInterval(forget, HOUR);
      if (!(await listener.start(FIRST_LISTEN)))
        logger.error("Postgres does not answer yet; the gateway is not ready until it does.");
    },
    stop: async () => {
      clearInterval(timer);
      clearInterval(hourly);
      spool.close();
      await drain.stop(LEFT_TO_DRAIN);
      await listener.stop();
      gate.stop();
      limiter.stop();
      measurements.stop();
      store?.close();
      await Promise.race([
        Promise.all([database.close(), ingestDatabase.close()]),
        new Promise((resolve) => setTimeout(resolve, 2000)),
      ]);
      lock.release();
    },
  };
}
