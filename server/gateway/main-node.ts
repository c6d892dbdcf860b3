import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { BODY_LIMIT, BodyTooLarge, type GatewayAnswer, type GatewayRequest } from "./http";
import { type Listen, runGateway } from "./run";

const HEADERS_MILLISECONDS = 10_000;
const REQUEST_MILLISECONDS = 30_000;
const KEEP_ALIVE_MILLISECONDS = 65_000;

/** Reads Node's request where it is asked for. */
class NodeRequest implements GatewayRequest {
  readonly method: string;
  readonly url: string;
  readonly #request: IncomingMessage;

  constructor(request: IncomingMessage) {
    this.method = request.method ?? "GET";
    this.url = request.url ?? "/";
    this.#request = request;
  }

  header(name: string): string | null {
    const value = this.#request.headers[name];
    return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
  }

  remoteAddress(): string | null {
    return this.#request.socket.remoteAddress ?? null;
  }

  read(done: (text: string) => void, failed: (error: unknown) => void): void {
    const request = this.#request;
    if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) {
      failed(new BodyTooLarge());
      return;
    }
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      const before = size;
      size += chunk.length;
      if (size > BODY_LIMIT) {
        first = undefined;
        rest = undefined;
        if (before <= BODY_LIMIT) failed(new BodyTooLarge());
      } else if (first === undefined) first = chunk;
      else {
        rest ??= [first];
        rest.push(chunk);
      }
    });
    // A client that goes away ends in neither: nobody waits for an answer then, and Node throws the request away.
    request.on("end", () => {
      if (size <= BODY_LIMIT) done(rest ? Buffer.concat(rest).toString("utf8") : (first?.toString("utf8") ?? ""));
    });
  }
}

// Names and values in turn, as writeHead takes them without looking at them again; one list per shared object.
const flattened = new WeakMap<object, readonly string[]>();

function flatHeaders(headers: Readonly<Record<string, string>>): string[] {
  const known = flattened.get(headers);
  if (known) return known.slice();
  const list = Object.entries(headers).flat();
  if (Object.isFrozen(headers)) flattened.set(headers, list);
  return list.slice();
}

const listen: Listen = async ({ gateway, port, host }) => {
  let closing = false;
  const respond = (response: ServerResponse, answer: GatewayAnswer) => {
    if (answer.status !== 200) gateway.count(answer.status);
    const headers = flatHeaders(answer.headers);
    // A list made anew each time: writeHead may keep it.
    if (answer.status !== 204) headers.push("content-length", String(Buffer.byteLength(answer.body)));
    if (closing) headers.push("connection", "close");
    response.writeHead(answer.status, headers);
    response.end(answer.body);
  };
  const server = createServer(
    {
      headersTimeout: HEADERS_MILLISECONDS,
      requestTimeout: REQUEST_MILLISECONDS,
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      maxHeaderSize: 16 * 1024,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => gateway.handle(new NodeRequest(request), (answer) => respond(response, answer)),
  );
  // A client that does not read its answers, or is silent in the middle of one, is not kept for ever.
  server.setTimeout(KEEP_ALIVE_MILLISECONDS);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, 4096, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: (milliseconds) =>
      new Promise((resolve) => {
        closing = true;
        const timer = setTimeout(() => server.closeAllConnections(), milliseconds);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
};

await runGateway("node", listen);
