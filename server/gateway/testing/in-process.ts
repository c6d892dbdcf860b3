import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEST_MASTER_SECRET } from "@/db/testing/global-setup";
import { createLogger } from "@/lib/infra/logger";
import { buildGateway, type Gateway, type GatewayOptions } from "../build";
import type { GatewayAnswer } from "../http";

/** A gateway in this process, asked without a port. */
export class InProcessGateway {
  readonly #gateway: Gateway;
  readonly #directory: string;

  private constructor(gateway: Gateway, directory: string) {
    this.#gateway = gateway;
    this.#directory = directory;
  }

  static async start(databaseUrl: string, options: Partial<GatewayOptions> = {}): Promise<InProcessGateway> {
    const spoolDirectory = mkdtempSync(join(tmpdir(), "latchkey-spool-"));
    const gateway = await buildGateway({
      databaseUrl,
      masterSecrets: [{ version: 1, secret: TEST_MASTER_SECRET }],
      appUrl: "https://keys.example.test",
      gatewayUrl: "https://verify.example.test",
      spoolDirectory,
      redisUrl: undefined,
      geoipDatabase: undefined,
      trustedProxies: 0,
      runtime: "node",
      logger: createLogger("test", { level: "silent" }),
      ...options,
    });
    await gateway.start();
    return new InProcessGateway(gateway, spoolDirectory);
  }

  async ask(method: string, url: string, headers: Record<string, string> = {}, body = ""): Promise<string> {
    const header = (name: string) => headers[name] ?? null;
    const request = {
      method,
      url,
      header,
      read: (done: (text: string) => void) => done(body),
      remoteAddress: () => null,
    };
    const answer = await new Promise<GatewayAnswer>((resolve) => this.#gateway.handle(request, resolve));
    return answer.body;
  }

  /** The code of one verification. */
  async code(token: string, key: string): Promise<string> {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer: unknown = JSON.parse(await this.ask("POST", "/v1/verify", headers, JSON.stringify({ key })));
    return typeof answer === "object" && answer !== null && "code" in answer ? String(answer.code) : "";
  }

  async metric(name: string): Promise<number> {
    const line = (await this.ask("GET", "/metrics")).split("\n").find((candidate) => candidate.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1));
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
