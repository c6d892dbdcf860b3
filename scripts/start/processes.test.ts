import { afterEach, expect, it, vi } from "vitest";
import { parseEnvironment } from "@/lib/infra/environment";
import { findBun, processCommand, wantsMailbox } from "@/scripts/start/processes";

const urls = { appUrl: "postgres://app@db/latchkey", gatewayUrl: "postgres://gateway@db/latchkey" };
const secrets = {
  LATCHKEY_MASTER_SECRETS: `1:${Buffer.alloc(32, 1).toString("base64")}`,
  NEXTAUTH_SECRET: "n".repeat(43),
};
const environmentOf = (variables: Record<string, string> = {}) => parseEnvironment({ ...secrets, ...variables });

afterEach(() => vi.unstubAllEnvs());

it("no process is given the administrator's database login", () => {
  vi.stubEnv("DATABASE_URL", "postgres://admin:word@db/latchkey");
  for (const name of ["web", "gateway", "worker"] as const) {
    expect(processCommand(name, environmentOf(), urls).variables.DATABASE_URL).toBeUndefined();
  }
});

it("the gateway is given neither the application's login nor the session secret", () => {
  vi.stubEnv("DATABASE_APP_URL", urls.appUrl);
  vi.stubEnv("NEXTAUTH_SECRET", secrets.NEXTAUTH_SECRET);
  const { variables } = processCommand("gateway", environmentOf(), urls);
  expect(Object.values(variables)).not.toContain(urls.appUrl);
  expect(Object.values(variables)).not.toContain(secrets.NEXTAUTH_SECRET);
  expect(variables.DATABASE_GATEWAY_URL).toBe(urls.gatewayUrl);
});

it("each process reads the environment that it was started for", () => {
  const environment = environmentOf({ WEB_PORT: "15003", GATEWAY_PORT: "15004", APP_URL: "https://keys.example.com" });
  const { NODE_ENV, ...variables } = processCommand("web", environment, urls).variables;
  expect(NODE_ENV).toBe("production");
  const read = parseEnvironment({ ...variables, NODE_ENV });
  expect(read).toMatchObject({ webPort: 15003, gatewayPort: 15004, appUrl: "https://keys.example.com" });
  expect(read.appDatabaseUrl).toBe(urls.appUrl);
  expect(read.masterSecrets).toEqual(environment.masterSecrets);
  expect(variables.NEXTAUTH_URL).toBe("https://keys.example.com");
});

it("the gateway runs on Node where that is asked for, on Bun only where it starts", () => {
  expect(findBun({ gatewayRuntime: "node" })).toBeNull();
  const node = processCommand("gateway", environmentOf({ GATEWAY_RUNTIME: "node" }), urls);
  expect(node.program).toBe(process.execPath);
  expect(node.args.at(-1)).toMatch(/server\/gateway\/main-node\.ts$/);
  const bun = findBun({ gatewayRuntime: "auto" });
  const chosen = processCommand("gateway", environmentOf(), urls);
  expect(chosen.args.at(-1)).toMatch(bun === null ? /main-node\.ts$/ : /main-bun\.ts$/);
});

it("mail is shown on a page only on this machine and without a provider", () => {
  vi.stubEnv("LATCHKEY_MAILBOX", "");
  expect(wantsMailbox(environmentOf())).toBe(true);
  expect(wantsMailbox(environmentOf({ SMTP_URL: "smtp://mail.example.com" }))).toBe(false);
  expect(wantsMailbox(environmentOf({ RESEND_API_KEY: "re_1" }))).toBe(false);
  expect(wantsMailbox(environmentOf({ APP_URL: "https://keys.example.com" }))).toBe(false);
});
