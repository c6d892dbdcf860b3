import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// One product for all flows, started the way the README says, in a folder of its own. The first flow sets it up.
process.env.E2E_DIRECTORY ??= mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
const directory = process.env.E2E_DIRECTORY;
const webPort = Number(process.env.E2E_WEB_PORT ?? 13_000);
const gatewayPort = Number(process.env.E2E_GATEWAY_PORT ?? 14_000);

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${webPort}`,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  metadata: { gatewayUrl: `http://localhost:${gatewayPort}` },
  webServer: {
    command: "node --import tsx scripts/start.ts",
    url: `http://localhost:${webPort}/api/v1/openapi.json`,
    timeout: 300_000,
    reuseExistingServer: process.env.E2E_REUSE === "1",
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
    env: {
      LATCHKEY_DIRECTORY: directory,
      WEB_PORT: String(webPort),
      GATEWAY_PORT: String(gatewayPort),
      APP_URL: `http://localhost:${webPort}`,
      GATEWAY_URL: `http://localhost:${gatewayPort}`,
      DATABASE_URL: "",
      REDIS_URL: "",
      LOG_LEVEL: "warn",
      // Flows of single sign-on bring an identity provider of their own, on loopback.
      PRIVATE_HOSTS: "127.0.0.1",
    },
  },
});
