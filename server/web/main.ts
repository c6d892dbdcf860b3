import { createServer } from "node:http";
import next from "next";
import { environment } from "@/lib/infra/environment";
import { createLogger } from "@/lib/infra/logger";
import { SOCKET_ADDRESS_HEADER } from "@/server/api/context";

const DRAIN_MS = 10_000;

/**
 * The dashboard's process: Next behind our own listener, so that time-outs are explicit, the socket's address is known to
 * the API (a client cannot write it), and a SIGTERM lets calls under way finish.
 */
async function main(): Promise<void> {
  const settings = environment();
  const logger = createLogger("web");
  const app = next({ dev: false, hostname: settings.webHost ?? "localhost", port: settings.webPort });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer((request, response) => {
    request.headers[SOCKET_ADDRESS_HEADER] = plainAddress(request.socket.remoteAddress);
    handle(request, response).catch((error: unknown) => {
      logger.error({ err: error }, "A page failed.");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
  server.once("error", (error) => {
    logger.fatal({ err: error }, "The dashboard cannot listen.");
    process.exit(1);
  });
  server.listen(settings.webPort, settings.webHost, () =>
    logger.info({ port: settings.webPort }, "The dashboard listens."),
  );

  let draining = false;
  const stop = () => {
    if (draining) return;
    draining = true;
    setTimeout(() => process.exit(0), DRAIN_MS).unref();
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** `::ffff:127.0.0.1` is how a dual-stack socket writes an IPv4 address. */
function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:/, "");
}

await main();
