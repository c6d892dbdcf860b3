import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type ReceivedCall = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  raw: string;
};

export type TestVault = {
  url: string;
  token: string;
  calls: ReceivedCall[];
  /** What is stored, by mount/path: every version, newest last. */
  stored: Map<string, Record<string, string>[]>;
  /** Answers in its place; true when it did. */
  intercept(answer: ((response: ServerResponse, call: ReceivedCall) => boolean) | null): void;
  stop(): Promise<void>;
};

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** The part of Vault's HTTP API that a delivery needs: KV version 2 and `sys/capabilities-self`, on the loopback. */
export async function startVault(options: { capabilities?: string[] } = {}): Promise<TestVault> {
  const token = "hvs.test-token-of-the-tests";
  const calls: ReceivedCall[] = [];
  const stored = new Map<string, Record<string, string>[]>();
  let intercepted: ((response: ServerResponse, call: ReceivedCall) => boolean) | null = null;
  const server = createServer(async (request, response) => {
    const raw = await read(request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const path = decodeURIComponent(request.url ?? "");
    let body: unknown = null;
    try {
      body = raw === "" ? null : JSON.parse(raw);
    } catch {
      return answer(response, 400, { errors: ["failed to parse JSON input"] });
    }
    const call = { method: request.method ?? "", path, headers, body, raw };
    calls.push(call);
    if (intercepted?.(response, call)) return;
    if (headers["x-vault-token"] !== token) return answer(response, 403, { errors: ["permission denied"] });
    if (path === "/v1/sys/capabilities-self") {
      const asked = body !== null && typeof body === "object" && "paths" in body ? body.paths : [];
      const paths = Array.isArray(asked) ? asked.map(String) : [];
      const capabilities = options.capabilities ?? ["create", "update"];
      return answer(response, 200, { ...Object.fromEntries(paths.map((name) => [name, capabilities])), capabilities });
    }
    const kv = /^\/v1\/(.+)\/data\/(.+)$/.exec(path);
    if (!kv || request.method !== "POST") return answer(response, 404, { errors: [] });
    const data = body !== null && typeof body === "object" && "data" in body ? body.data : null;
    if (data === null || typeof data !== "object") return answer(response, 400, { errors: ["no data provided"] });
    const place = `${kv[1]}/${kv[2]}`;
    const versions = stored.get(place) ?? [];
    versions.push(Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)])));
    stored.set(place, versions);
    answer(response, 200, {
      data: { version: versions.length, created_time: "2026-01-05T09:00:00Z", destroyed: false },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    calls,
    stored,
    intercept: (next) => {
      intercepted = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
