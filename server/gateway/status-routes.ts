import type { LimitStore } from "@/lib/infra/redis/client";
import { timedQuery } from "@/lib/infra/timed-query";
import type { DatabaseGate } from "./database-gate";
import { type GatewayAnswer, JSON_HEADERS } from "./http";
import type { Listener } from "./listener";
import type { Measurements } from "./measurements";
import type { Route } from "./routes";
import type { SpoolDrain } from "./spool/drain";
import type { SpoolWriter } from "./spool/writer";
import type { Trust } from "./trust";

type Parts = {
  listener: Listener;
  gate: DatabaseGate;
  spool: SpoolWriter;
  drain: SpoolDrain;
  measurements: Measurements;
  store: LimitStore | null;
  trust: Trust;
};

const TEXT = Object.freeze({ "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" });
const BACKLOG_SEGMENTS = 60;

/** /healthz: the process lives. /readyz: it can decide any key now. /metrics: for Prometheus. */
export function statusRoutes(parts: Parts): Route[] {
  const { listener, gate, spool, drain, measurements, store, trust } = parts;
  const json = (status: number, body: unknown): GatewayAnswer => ({
    status,
    headers: JSON_HEADERS,
    body: JSON.stringify(body),
  });
  // Everybody who asks at the same time waits for one query.
  let asking: Promise<boolean> | undefined;
  const databaseAnswers = (): Promise<boolean> => {
    asking ??= answers(gate).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return [
    { path: "/healthz", methods: ["GET", "HEAD"], handler: () => json(200, { status: "ok" }) },
    {
      path: "/readyz",
      methods: ["GET", "HEAD"],
      handler: async () => {
        const database = await databaseAnswers();
        const listening = listener.listening && trust.isFresh(performance.now());
        const ready = database && listening && !spool.failing;
        return json(ready ? 200 : 503, {
          status: ready ? "ready" : "not ready",
          checks: {
            database: database ? "ok" : "does not answer",
            listener: listening ? "ok" : "does not hear changes",
            spool: spool.failing ? `cannot be written; ${spool.dropped} calls were not counted` : "ok",
            // Neither stops answers from being right, so neither takes a gateway out of service.
            usage: drain.depth > BACKLOG_SEGMENTS ? `${drain.depth} segments wait for Postgres` : "ok",
            redis:
              store === null
                ? "not used: limits are this gateway's own"
                : store.ready
                  ? "ok"
                  : "does not answer: limits are this gateway's own",
          },
        });
      },
    },
    {
      path: "/metrics",
      methods: ["GET"],
      handler: async () => ({ status: 200, headers: TEXT, body: await measurements.page() }),
    },
  ];
}

async function answers(gate: DatabaseGate): Promise<boolean> {
  try {
    await gate.run((pool) => pool.query(timedQuery("SELECT 1", [], 1000)));
    return true;
  } catch {
    return false;
  }
}
