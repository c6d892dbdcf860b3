import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { EnvironmentError, parseEnvironment, VARIABLE_NAMES, withSecretsFile } from "@/lib/infra/environment";
import { ensureSecrets } from "@/lib/infra/secrets";

const master = Buffer.alloc(32, 7).toString("base64");

describe("the environment", () => {
  it("needs no variable at all", () => {
    const environment = parseEnvironment({});
    expect(environment).toMatchObject({
      nodeEnv: "development",
      directory: resolve(".latchkey"),
      webPort: 3000,
      gatewayPort: 4000,
      gatewayHost: "127.0.0.1",
      appUrl: "http://localhost:3000",
      gatewayUrl: "http://localhost:4000",
      gatewaySpoolDirectory: resolve(".latchkey/spool"),
      mailboxEnabled: true,
      allowSignUp: false,
      trustedProxies: 0,
    });
  });

  it("takes an empty or blank variable as unset", () => {
    expect(parseEnvironment({ WEB_PORT: "", APP_URL: " ", DATABASE_URL: "" })).toMatchObject({
      webPort: 3000,
      appUrl: "http://localhost:3000",
      databaseUrl: undefined,
    });
  });

  it("derives its own addresses from the ports, and keeps only the origin of those it is given", () => {
    expect(parseEnvironment({ WEB_PORT: "15001", GATEWAY_PORT: "15002" })).toMatchObject({
      appUrl: "http://localhost:15001",
      gatewayUrl: "http://localhost:15002",
    });
    expect(parseEnvironment({ APP_URL: "https://Keys.Example.com:443/" }).appUrl).toBe("https://keys.example.com");
  });

  it.each([
    ["WEB_PORT", "http", "port from 1 to 65535"],
    ["WEB_PORT", "0", "port from 1 to 65535"],
    ["GATEWAY_PORT", "65536", "port from 1 to 65535"],
    ["GATEWAY_PORT", "40.5", "port from 1 to 65535"],
    ["APP_URL", "keys.example.com", "URL such as https://keys.example.com"],
    ["APP_URL", "javascript:alert(1)", "URL such as"],
    ["APP_URL", "https://keys.example.com/latchkey", "without a path"],
    ["GATEWAY_URL", "https://user:word@verify.example.com", "without a path"],
    ["DATABASE_URL", "mysql://localhost/x", "postgres://"],
    ["DATABASE_APP_URL", "localhost:5432", "postgres://"],
    ["REDIS_URL", "http://localhost", "redis://"],
    ["SMTP_URL", "mail.example.com", "smtp://"],
    ["RESEND_BASE_URL", "api.resend.com", "URL such as"],
    ["MAIL_FROM", "nobody", "address such as"],
    ["MAIL_FROM", "Latchkey <a@b.test>\r\nBcc: c@d.test", "address such as"],
    ["ALLOW_SIGN_UP", "yes", "true or false"],
    ["LOG_LEVEL", "loud", "trace, debug"],
    ["GATEWAY_RUNTIME", "deno", "auto, bun or node"],
    ["TRUSTED_PROXIES", "-1", "whole number from 0"],
    ["USAGE_RETENTION_DAYS", "0", "whole number from 1"],
    ["NODE_ENV", "prod", "development, test or production"],
    ["NEXTAUTH_SECRET", "short", "at least 32 characters"],
    ["LATCHKEY_MASTER_SECRETS", "hunter2", "32 bytes in base64"],
  ])("refuses %s=%j in one sentence that names it, never quoting the value", (name, value, expected) => {
    const refusal = captured(() => parseEnvironment({ [name]: value }));
    expect(refusal).toBeInstanceOf(EnvironmentError);
    expect(refusal?.message).toMatch(new RegExp(`^${name} must .*\\.$`));
    expect(refusal?.message).toContain(expected);
    expect(refusal?.message).not.toContain(`"${value}"`);
    expect(refusal?.message.split("\n")).toHaveLength(1);
  });

  it("names a secret or a login when it is first needed, not before, so that each process is given only its own", () => {
    const environment = parseEnvironment({ DATABASE_GATEWAY_URL: "postgres://gateway@db/latchkey" });
    expect(environment.gatewayDatabaseUrl).toBe("postgres://gateway@db/latchkey");
    expect(() => environment.appDatabaseUrl).toThrow(/^DATABASE_APP_URL must be set/);
    expect(() => environment.authSecret).toThrow(/^NEXTAUTH_SECRET must be set/);
    expect(() => environment.masterSecrets).toThrow(/^LATCHKEY_MASTER_SECRETS must be set/);
  });

  it("opens the mailbox page on this machine only", () => {
    const enabled = (source: Record<string, string>) => parseEnvironment(source).mailboxEnabled;
    expect(enabled({ NODE_ENV: "production" })).toBe(false);
    expect(enabled({ NODE_ENV: "production", LATCHKEY_MAILBOX: "true" })).toBe(true);
    expect(enabled({ APP_URL: "https://keys.example.com" })).toBe(false);
    expect(enabled({ APP_URL: "http://localhost.example.com" })).toBe(false);
    expect(enabled({ LATCHKEY_MAILBOX: "false" })).toBe(false);
    expect(() =>
      parseEnvironment({ NODE_ENV: "production", LATCHKEY_MAILBOX: "true", APP_URL: "https://keys.example.com" }),
    ).toThrow(/^LATCHKEY_MAILBOX must not be true/);
  });
});

describe("the secrets file", () => {
  it("fills in what the environment does not name, and never overrides it", () => {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-environment-"));
    try {
      const made = ensureSecrets(directory);
      const filled = parseEnvironment(withSecretsFile({ LATCHKEY_DIRECTORY: directory }));
      expect(filled.masterSecrets).toEqual(made.masterSecrets);
      expect(filled.authSecret).toBe(made.authSecret);
      const named = parseEnvironment(
        withSecretsFile({ LATCHKEY_DIRECTORY: directory, LATCHKEY_MASTER_SECRETS: `9:${master}` }),
      );
      expect(named.masterSecrets.map((entry) => entry.version)).toEqual([9]);
      expect(named.authSecret).toBe(made.authSecret);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe(".env.example", () => {
  it("documents every variable, and only those", () => {
    const documented = [...readFileSync(".env.example", "utf8").matchAll(/^# ?([A-Z][A-Z_]+)=/gm)].map(
      (match) => match[1],
    );
    expect(documented.toSorted()).toEqual([...VARIABLE_NAMES].sort());
  });

  it("states the defaults that are used", () => {
    const stated = [...readFileSync(".env.example", "utf8").matchAll(/^# ?([A-Z][A-Z_]+)=(.+)$/gm)];
    const source = Object.fromEntries(stated.map((match) => [match[1], match[2]]));
    expect(parseEnvironment(source)).toEqual(expect.objectContaining(visible(parseEnvironment({}))));
  });
});

/** The settings without those whose reading throws when they are unset. */
function visible(environment: object): Record<string, unknown> {
  const descriptors = Object.entries(Object.getOwnPropertyDescriptors(environment));
  return Object.fromEntries(descriptors.filter(([, it]) => "value" in it).map(([name, it]) => [name, it.value]));
}

function captured(action: () => unknown): Error | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return undefined;
}
