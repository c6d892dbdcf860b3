import { environment } from "@/lib/infra/environment";
import { createLogger } from "@/lib/infra/logger";
import { buildGateway, type Gateway } from "./build";

/** A listening server of one runtime. */
export type Listening = {
  readonly port: number;
  /** Takes no new connections, lets answers under way leave, then ends. At most that many milliseconds. */
  close(milliseconds: number): Promise<void>;
};

export type Listen = (options: {
  gateway: Gateway;
  port: number;
  host: string;
  reusePort: boolean;
}) => Promise<Listening>;

const DRAIN_MILLISECONDS = 10_000;

/** Starts a gateway from the environment and ends it in order on SIGTERM or SIGINT. One sentence and code 1 when it cannot. */
export async function runGateway(runtime: "bun" | "node", listen: Listen): Promise<void> {
  const logger = createLogger("gateway");
  try {
    const settings = environment();
    const gateway = await buildGateway({
      databaseUrl: settings.gatewayDatabaseUrl,
      masterSecrets: settings.masterSecrets,
      appUrl: settings.appUrl,
      gatewayUrl: settings.gatewayUrl,
      privateHosts: settings.privateHosts,
      spoolDirectory: settings.gatewaySpoolDirectory,
      redisUrl: settings.redisUrl,
      geoipDatabase: settings.geoipDatabase,
      trustedProxies: settings.trustedProxies,
      runtime,
      port: settings.gatewayPort,
      logger,
    });
    await gateway.start();
    const server = await listen({
      gateway,
      port: settings.gatewayPort,
      host: settings.gatewayHost,
      reusePort: settings.gatewayReusePort,
    });
    logger.info({ port: server.port, host: settings.gatewayHost, runtime }, "The gateway listens.");
    endOnSignal(async () => {
      logger.info("The gateway drains.");
      await server.close(DRAIN_MILLISECONDS);
      await gateway.stop();
      logger.info("The gateway has stopped.");
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    logger.fatal(`The gateway cannot start: ${message}`);
    process.exit(1);
  }
}

function endOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
