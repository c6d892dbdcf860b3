import { Cluster, Redis } from "ioredis";
import { LIMIT_SCRIPT } from "./limit-script";

/** How long one command may take before the caller goes on without Redis. */
export const REDIS_MILLISECONDS = 50;

/** What the gateway asks of Redis. All names of one call share a hash tag. */
export type LimitStore = {
  /** Runs the limit script; resolves with its answer, rejects after 50 ms or when Redis is out. */
  check(names: readonly string[], args: readonly (string | number)[]): Promise<unknown>;
  /** Frees the place of a request; resolves with whether it was taken. */
  release(name: string, request: string): Promise<boolean>;
  readonly ready: boolean;
  close(): void;
};

function clientOf(url: string, onError: (error: Error) => void, milliseconds: number): Redis | Cluster {
  const shared = {
    commandTimeout: milliseconds,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: 2000,
    enableAutoPipelining: true,
  };
  const urls = url.split(",").map((part) => part.trim());
  const first = urls[0] ?? url;
  let client: Redis | Cluster;
  if (urls.length > 1) {
    const { username, password, protocol } = new URL(first);
    client = new Cluster(
      urls.map((node) => {
        const parsed = new URL(node.includes("://") ? node : `redis://${node}`);
        return { host: parsed.hostname, port: Number(parsed.port || 6379) };
      }),
      {
        redisOptions: {
          commandTimeout: milliseconds,
          connectTimeout: 2000,
          ...(username ? { username: decodeURIComponent(username) } : {}),
          ...(password ? { password: decodeURIComponent(password) } : {}),
          ...(protocol === "rediss:" ? { tls: {} } : {}),
        },
        enableOfflineQueue: false,
        enableAutoPipelining: true,
        clusterRetryStrategy: (times) => Math.min(100 * times, 1000),
      },
    );
  } else {
    client = new Redis(first, { ...shared, retryStrategy: (times) => Math.min(100 * times, 1000) });
  }
  client.on("error", onError);
  return client;
}

/** Connects to one Redis or, for `redis://a,b,c`, to a cluster. Never rejects: while it is out, calls do. */
export function openLimitStore(
  url: string,
  onError: (error: Error) => void,
  options: { milliseconds?: number } = {},
): LimitStore {
  const client = clientOf(url, onError, options.milliseconds ?? REDIS_MILLISECONDS);
  client.defineCommand("latchkeyLimit", { lua: LIMIT_SCRIPT });
  const limit: unknown = Reflect.get(client, "latchkeyLimit");
  if (typeof limit !== "function") throw new Error("The limit script was not defined.");
  return {
    check: async (names, args) => limit.call(client, names.length, ...names, ...args),
    release: async (name, request) => (await client.zrem(name, request)) > 0,
    get ready() {
      return client.status === "ready";
    },
    close: () => client.disconnect(),
  };
}
