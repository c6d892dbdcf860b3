import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { SOCKET_ADDRESS_HEADER } from "@/server/api/context";

/** How long a client may take, in milliseconds. */
export type ClientLimits = {
  /** From the connection (or the first byte after an answer) to the last header. */
  headers: number;
  /** From the first byte to the last of the body. */
  request: number;
  /** Between two calls on one connection. */
  idle: number;
  /** Without a byte in either direction while a call is under way: a client that does not read its answer. */
  silence: number;
  /** How often the first two are looked at. */
  check: number;
};

export const CLIENT_LIMITS: ClientLimits = {
  headers: 10_000,
  request: 30_000,
  idle: 65_000,
  silence: 90_000,
  check: 1000,
};

/**
 * The dashboard's listener, not yet listening. Clients that send or read too slowly are ended; `handle` finds the socket's
 * address in a header that no client can write. What `handle` rejects with goes to `onError` and is answered 500.
 */
export function createWebServer(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  onError: (error: unknown) => void,
  limits: ClientLimits = CLIENT_LIMITS,
): Server {
  const server = createServer(
    {
      headersTimeout: limits.headers,
      requestTimeout: limits.request,
      keepAliveTimeout: limits.idle,
      connectionsCheckingInterval: limits.check,
    },
    (request, response) => {
      request.headers[SOCKET_ADDRESS_HEADER] = plainAddress(request.socket.remoteAddress);
      handle(request, response).catch((error: unknown) => {
        onError(error);
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  server.maxHeadersCount = 100;
  // Without a listener of ours Node destroys a socket that was silent for so long.
  server.setTimeout(limits.silence);
  return server;
}

/** `::ffff:127.0.0.1` is how a dual-stack socket writes an IPv4 address. */
function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:/, "");
}
