import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

// One product for all flows, started the way the README says, in a folder of its own. The first flow sets it up; the others
// come after it, two at a time, each with people and an organization of its own.
process.env.E2E_DIRECTORY ??= mkdtempSync(join(tmpdir(), "latchkey-e2e-"));
const directory = process.env.E2E_DIRECTORY;
const webPort = Number(process.env.E2E_WEB_PORT ?? 13_000);
const gatewayPort = Number(process.env.E2E_GATEWAY_PORT ?? 14_000);

// A product that runs already is set up already.
const reuse = process.env.E2E_REUSE === "1";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  projects: reuse
    ? [{ name: "flows" }]
    : [
        { name: "set-up", testMatch: /first-key/ },
        { name: "flows", testIgnore: /first-key/, dependencies: ["set-up"] },
      ],
  retries: 0,
  timeout: 240_000,
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
    reuseExistingServer: reuse,
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
