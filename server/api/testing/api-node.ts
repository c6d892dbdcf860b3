import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { z } from "zod";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { Vault } from "@/lib/core/vault";
import { parseEnvironment } from "@/lib/infra/environment";
import { createApi } from "../app";

/** One call, to an API in a process of its own. */
export type NodeCall = { path: string; body: unknown; headers: Record<string, string> };
export type NodeAnswer = { status: number; cookies: string[] };
export type ApiNode = {
  pid: number;
  /** Sends POSTs, all at once; the answers in their order. */
  post(calls: readonly NodeCall[]): Promise<NodeAnswer[]>;
  close(): Promise<void>;
};

const answersSchema = z.object({ answers: z.array(z.object({ status: z.number(), cookies: z.array(z.string()) })) });
const callsSchema = z.object({
  calls: z.array(z.object({ path: z.string(), body: z.unknown(), headers: z.record(z.string(), z.string()) })),
});

/** Starts an API in another process, on a pool of its own over the same database, as a second web node is one. */
export async function startApiNode(options: {
  databaseUrl: string;
  appUrl: string;
  authSecret: string;
  masterSecret: Buffer;
}): Promise<ApiNode> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: {
      ...process.env,
      VITEST: "",
      NODE_ENV: "test",
      API_NODE: "1",
      APP_URL: options.appUrl,
      NEXTAUTH_SECRET: options.authSecret,
      DATABASE_APP_URL: options.databaseUrl,
      API_NODE_MASTER_SECRET: options.masterSecret.toString("base64"),
    },
  });
  const ended = new Promise<never>((_, reject) =>
    child.once("exit", (status) => reject(new Error(`the API's process ended with ${status}`))),
  );
  ended.catch(() => undefined);
  const next = () => Promise.race([new Promise<unknown>((resolve) => child.once("message", resolve)), ended]);
  await next();
  return {
    pid: child.pid ?? 0,
    post: async (calls) => {
      const answer = next();
      child.send({ calls });
      return answersSchema.parse(await answer).answers;
    },
    close: async () => {
      const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.disconnect();
      await gone;
    },
  };
}

async function serve(): Promise<void> {
  const environment = parseEnvironment(process.env);
  const db = openDatabase({ url: process.env.DATABASE_APP_URL ?? "", name: "api-node", max: 10 });
  const secret = Buffer.from(process.env.API_NODE_MASTER_SECRET ?? "", "base64");
  const vault = new Vault([{ version: 1, secret }]);
  const api = createApi({ db, vault, clock: systemClock, environment, logger: pino({ level: "silent" }) });
  process.on("disconnect", () => void db.close().then(() => process.exit(0)));
  process.on("message", async (message) => {
    const { calls } = callsSchema.parse(message);
    const answers = await Promise.all(
      calls.map(async ({ path, body, headers }) => {
        const response = await api.fetch(
          new Request(`${environment.appUrl}/api/v1${path}`, {
            method: "POST",
            headers: { "content-type": "application/json", ...headers },
            body: JSON.stringify(body),
          }),
        );
        await response.arrayBuffer();
        return { status: response.status, cookies: response.headers.getSetCookie() };
      }),
    );
    process.send?.({ answers });
  });
  process.send?.({ answers: [] });
}

if (process.env.API_NODE === "1") await serve();
