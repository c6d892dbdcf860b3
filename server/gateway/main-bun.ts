import { BODY_LIMIT, BodyTooLarge, ClientGone, type GatewayAnswer, type GatewayRequest } from "./http";
import { type Listen, runGateway } from "./run";

const IDLE_SECONDS = 65;
const SLASH = 47;

/** Reads Bun's request where it is asked for; nothing is copied beforehand. */
class BunRequest implements GatewayRequest {
  readonly method: string;
  readonly url: string;
  readonly #request: Request;
  readonly #server: BunRuntime.Server;

  constructor(request: Request, server: BunRuntime.Server) {
    const { url } = request;
    this.method = request.method;
    // "http://host" is not of interest; the first slash after it begins the path. Without a Host header (HTTP/1.0) there is none.
    const start = url.charCodeAt(0) === SLASH ? 0 : url.indexOf("/", 8);
    this.url = start < 0 ? "/" : url.slice(start);
    this.#request = request;
    this.#server = server;
  }

  remoteAddress(): string | null {
    return this.#server.requestIP(this.#request)?.address ?? null;
  }

  header(name: string): string | null {
    return this.#request.headers.get(name);
  }

  read(done: (text: string) => void, failed: (error: unknown) => void): void {
    // Bun itself refuses what is far too large; most bodies are a few hundred bytes, and this is all that is done for them.
    this.#request.text().then(
      (text) => {
        if (text.length > BODY_LIMIT / 3 && Buffer.byteLength(text) > BODY_LIMIT) failed(new BodyTooLarge());
        else done(text);
      },
      (error: unknown) => failed(error instanceof Error && error.name === "AbortError" ? new ClientGone() : error),
    );
  }
}

// One object of headers per shared answer: Bun reads a plain object anew for each response.
const inits = new WeakMap<object, ResponseInit>();

function respond(answer: GatewayAnswer): Response {
  if (answer.status === 200) {
    let init = inits.get(answer.headers);
    if (!init) {
      init = { headers: answer.headers };
      inits.set(answer.headers, init);
    }
    return new Response(answer.body, init);
  }
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: answer.headers });
}

const listen: Listen = async ({ gateway, port, host, reusePort }) => {
  const answered = (answer: GatewayAnswer): Response => {
    if (answer.status !== 200) gateway.count(answer.status);
    return respond(answer);
  };
  let open = 0;
  const server = Bun.serve({
    port,
    hostname: host,
    reusePort,
    idleTimeout: IDLE_SECONDS,
    maxRequestBodySize: 1024 * 1024,
    development: false,
    fetch: (request) =>
      new Promise<Response>((resolve) => {
        open += 1;
        gateway.handle(new BunRequest(request, server), (answer) => {
          open -= 1;
          resolve(answered(answer));
        });
      }),
    error: () => new Response("", { status: 500 }),
  });
  return {
    port: server.port,
    close: async (milliseconds) => {
      const deadline = performance.now() + milliseconds;
      void server.stop(false);
      while ((open > 0 || server.pendingRequests > 0) && performance.now() < deadline) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      // Idle connections that clients keep open are not waited for.
      await Promise.race([server.stop(true), new Promise((resolve) => setTimeout(resolve, 500))]);
    },
  };
};

await runGateway("bun", listen);
