import next from "next";
import { environment } from "@/lib/infra/environment";
import { createLogger } from "@/lib/infra/logger";
import { createWebServer } from "./create-server";

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
  const server = createWebServer(app.getRequestHandler(), (error) => logger.error({ err: error }, "A page failed."));
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

await main();
