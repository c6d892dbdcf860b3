import { isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import type { MasterSecret } from "@/lib/core/vault";
import { formatMasterSecrets, loadSecrets, parseMasterSecrets } from "@/lib/infra/secrets";

/** A variable with a bad value, or a missing one. `message` is one sentence that names it and says what is expected. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly variable: string;

  constructor(variable: string, expected: string) {
    super(`${variable} ${expected}.`);
    this.variable = variable;
  }
}

/** Where variables come from: `process.env`, or a plain object. An empty value counts as unset. */
export type EnvironmentSource = Readonly<Record<string, string | undefined>>;

const port = z.coerce
  .number("must be a port from 1 to 65535")
  .pipe(
    z
      .int("must be a port from 1 to 65535")
      .min(1, "must be a port from 1 to 65535")
      .max(65_535, "must be a port from 1 to 65535"),
  );
const flag = z
  .enum(["true", "false", "1", "0"], "must be true or false")
  .transform((text) => text === "true" || text === "1");
const wholeNumber = (minimum: number, maximum: number) => {
  const expected = `must be a whole number from ${minimum} to ${maximum}`;
  return z.coerce.number(expected).pipe(z.int(expected).min(minimum, expected).max(maximum, expected));
};
const urlOf = (protocols: string[], example: string) =>
  z.string().refine((text) => protocols.includes(protocolOf(text) ?? ""), {
    error: `must be a URL such as ${example}`,
    abort: true,
  });
const postgresUrl = urlOf(["postgres:", "postgresql:"], "postgres://user:password@host:5432/latchkey");
// The origin alone: paths are made by appending to it, and cookies and same-origin checks compare it.
const origin = (example: string) =>
  urlOf(["http:", "https:"], example)
    .refine(
      (text) => new URL(text).pathname === "/" && !/[?#@]/.test(text),
      `must be an origin without a path, such as ${example}`,
    )
    .transform((text) => new URL(text).origin);

const variables = z.object({
  NODE_ENV: z
    .enum(["development", "test", "production"], "must be development, test or production")
    .default("development"),
  LATCHKEY_DIRECTORY: z.string().default(".latchkey"),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_APP_URL: postgresUrl.optional(),
  DATABASE_GATEWAY_URL: postgresUrl.optional(),
  LATCHKEY_MASTER_SECRETS: z
    .string()
    .transform((text, context) => {
      const list = parseMasterSecrets(text);
      if (list) return list;
      context.addIssue("must be versions with 32 bytes in base64, such as 2:BASE64,1:BASE64");
      return z.NEVER;
    })
    .optional(),
  NEXTAUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  WEB_PORT: port.default(3000),
  WEB_HOST: z.string().optional(),
  GATEWAY_PORT: port.default(4000),
  GATEWAY_HOST: z.string().default("127.0.0.1"),
  APP_URL: origin("https://keys.example.com").optional(),
  GATEWAY_URL: origin("https://verify.example.com").optional(),
  GATEWAY_SPOOL_DIR: z.string().optional(),
  GATEWAY_REUSE_PORT: flag.default(false),
  GATEWAY_RUNTIME: z.enum(["auto", "bun", "node"], "must be auto, bun or node").default("auto"),
  // One server, or the nodes of a cluster joined by commas.
  REDIS_URL: z
    .string()
    .refine(
      (text) => text.split(",").every((one) => ["redis:", "rediss:"].includes(protocolOf(one.trim()) ?? "")),
      "must be a URL such as redis://localhost:6379, or several joined by commas",
    )
    .optional(),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: urlOf(["http:", "https:"], "https://api.resend.com").optional(),
  SMTP_URL: urlOf(["smtp:", "smtps:"], "smtp://user:password@host:587").optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      "must be an address such as Latchkey <keys@example.com>",
    )
    .default("Latchkey <latchkey@localhost>"),
  LATCHKEY_MAILBOX: flag.optional(),
  ALLOW_SIGN_UP: flag.default(false),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  OIDC_NAME: z.string().default("Single sign-on"),
  OIDC_ISSUER: urlOf(["http:", "https:"], "https://login.example.com").optional(),
  OIDC_ID: z.string().optional(),
  OIDC_SECRET: z.string().optional(),
  OUTBOUND_ALLOW_PRIVATE: flag.default(false),
  GEOIP_DATABASE: z.string().optional(),
  LOG_LEVEL: z
    .enum(
      ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
      "must be trace, debug, info, warn, error, fatal or silent",
    )
    .default("info"),
  TRUSTED_PROXIES: wholeNumber(0, 16).default(0),
  PRIVATE_HOSTS: z
    .string()
    .transform((text) => text.split(",").map((host) => host.trim().toLowerCase()))
    .refine(
      (hosts) => hosts.every((host) => /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host)),
      "must be hosts such as gitlab.internal,10.0.0.5:8443",
    )
    .default([]),
  USAGE_RETENTION_DAYS: wholeNumber(1, 3650).default(90),
});

/** The names of all variables that Latchkey reads; `.env.example` documents the same ones. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(variables.shape);

/** A provider of sign-in that this installation is configured with. GitHub is not OpenID Connect, and has its own rules. */
export type SignInProvider = {
  id: "github" | "google" | "oidc";
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
};

/** The environment, parsed. Paths are absolute, URLs of our own are origins without a trailing slash. */
export type Environment = Readonly<{
  nodeEnv: "development" | "test" | "production";
  /** The folder of everything this installation writes: secrets, embedded Postgres, spool. */
  directory: string;
  /** A superuser or CREATEROLE login, used by migrations only. Unset: the embedded Postgres. */
  databaseUrl: string | undefined;
  /** Login of web and worker. Reading it throws EnvironmentError when it is unset. */
  appDatabaseUrl: string;
  /** Login of the gateway. Reading it throws EnvironmentError when it is unset. */
  gatewayDatabaseUrl: string;
  /** Newest first. Reading it throws EnvironmentError when there are none. */
  masterSecrets: readonly MasterSecret[];
  /** Signs session tokens. Reading it throws EnvironmentError when it is unset. */
  authSecret: string;
  webPort: number;
  /** The address web listens on; unset: all. */
  webHost: string | undefined;
  gatewayPort: number;
  gatewayHost: string;
  appUrl: string;
  gatewayUrl: string;
  gatewaySpoolDirectory: string;
  /** Several gateways of one machine share the port; the kernel spreads the connections. */
  gatewayReusePort: boolean;
  gatewayRuntime: "auto" | "bun" | "node";
  redisUrl: string | undefined;
  resendApiKey: string | undefined;
  resendBaseUrl: string | undefined;
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Mail that no provider takes is shown at /dev/mailbox. Never true unless the application is on this machine. */
  mailboxEnabled: boolean;
  geoipDatabase: string | undefined;
  allowSignUp: boolean;
  /** Providers that people may link and sign in with; each needs its id and secret. */
  signInProviders: readonly SignInProvider[];
  /** Whether webhooks that tenants name may be on this network; otherwise on the public internet only. */
  outboundAllowPrivate: boolean;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";
  /** How many hops of X-Forwarded-For to believe, counted from the right. */
  trustedProxies: number;
  /** Hosts (or host:port) that Latchkey may call although they are on a private network. */
  privateHosts: readonly string[];
  /** What a new organization starts with, in days. */
  usageRetentionDays: number;
}>;

/** Parses variables; pure. Throws EnvironmentError naming the first bad one. */
export function parseEnvironment(source: EnvironmentSource): Environment {
  const given = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, source[name]?.trim() || undefined]));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new EnvironmentError(String(issue?.path[0] ?? "The environment"), issue?.message ?? "is malformed");
  }
  const values = parsed.data;
  const directory = resolve(values.LATCHKEY_DIRECTORY);
  const appUrl = values.APP_URL ?? `http://localhost:${values.WEB_PORT}`;
  if (values.NODE_ENV === "production" && values.LATCHKEY_MAILBOX && !isLoopback(appUrl)) {
    throw new EnvironmentError(
      "LATCHKEY_MAILBOX",
      "must not be true where APP_URL is not localhost, because the mailbox page shows everyone's mail",
    );
  }
  const secretsHint = `must be set, or made by npm start in ${join(directory, "secrets.json")}`;
  return Object.freeze({
    nodeEnv: values.NODE_ENV,
    directory,
    databaseUrl: values.DATABASE_URL,
    get appDatabaseUrl() {
      return required(values.DATABASE_APP_URL, "DATABASE_APP_URL", "must be set to the login of web and worker");
    },
    get gatewayDatabaseUrl() {
      return required(values.DATABASE_GATEWAY_URL, "DATABASE_GATEWAY_URL", "must be set to the login of the gateway");
    },
    get masterSecrets() {
      return required(values.LATCHKEY_MASTER_SECRETS, "LATCHKEY_MASTER_SECRETS", secretsHint);
    },
    get authSecret() {
      return required(values.NEXTAUTH_SECRET, "NEXTAUTH_SECRET", secretsHint);
    },
    webPort: values.WEB_PORT,
    webHost: values.WEB_HOST,
    gatewayPort: values.GATEWAY_PORT,
    gatewayHost: values.GATEWAY_HOST,
    appUrl,
    gatewayUrl: values.GATEWAY_URL ?? `http://localhost:${values.GATEWAY_PORT}`,
    gatewaySpoolDirectory: values.GATEWAY_SPOOL_DIR ? resolve(values.GATEWAY_SPOOL_DIR) : join(directory, "spool"),
    gatewayReusePort: values.GATEWAY_REUSE_PORT,
    gatewayRuntime: values.GATEWAY_RUNTIME,
    redisUrl: values.REDIS_URL,
    resendApiKey: values.RESEND_API_KEY,
    resendBaseUrl: values.RESEND_BASE_URL,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    mailboxEnabled: isLoopback(appUrl) && (values.LATCHKEY_MAILBOX ?? values.NODE_ENV !== "production"),
    geoipDatabase:
      values.GEOIP_DATABASE && !isAbsolute(values.GEOIP_DATABASE)
        ? resolve(values.GEOIP_DATABASE)
        : values.GEOIP_DATABASE,
    allowSignUp: values.ALLOW_SIGN_UP,
    signInProviders: signInProviders(values),
    outboundAllowPrivate: values.OUTBOUND_ALLOW_PRIVATE,
    logLevel: values.LOG_LEVEL,
    trustedProxies: values.TRUSTED_PROXIES,
    privateHosts: values.PRIVATE_HOSTS,
    usageRetentionDays: values.USAGE_RETENTION_DAYS,
  });
}

function signInProviders(values: z.output<typeof variables>): SignInProvider[] {
  const given = [
    {
      id: "github" as const,
      name: "GitHub",
      issuer: "https://github.com",
      clientId: values.GITHUB_ID,
      clientSecret: values.GITHUB_SECRET,
    },
    {
      id: "google" as const,
      name: "Google",
      issuer: "https://accounts.google.com",
      clientId: values.GOOGLE_ID,
      clientSecret: values.GOOGLE_SECRET,
    },
    {
      id: "oidc" as const,
      name: values.OIDC_NAME,
      issuer: values.OIDC_ISSUER,
      clientId: values.OIDC_ID,
      clientSecret: values.OIDC_SECRET,
    },
  ];
  return given.flatMap(({ id, name, issuer, clientId, clientSecret }) =>
    issuer && clientId && clientSecret ? [{ id, name, issuer, clientId, clientSecret }] : [],
  );
}

let remembered: Environment | undefined;

/** The environment of this process: `process.env`, with the secrets file for secrets it does not name. Parsed once. */
export function environment(): Environment {
  remembered ??= parseEnvironment(withSecretsFile(process.env));
  return remembered;
}

/** Adds the secrets of the Latchkey folder to variables that do not name their own. Throws SecretsError on a bad file. */
export function withSecretsFile(source: EnvironmentSource): EnvironmentSource {
  if (source.LATCHKEY_MASTER_SECRETS && source.NEXTAUTH_SECRET) return source;
  const secrets = loadSecrets(resolve(/* turbopackIgnore: true */ source.LATCHKEY_DIRECTORY || ".latchkey"));
  if (!secrets) return source;
  return {
    ...source,
    LATCHKEY_MASTER_SECRETS: source.LATCHKEY_MASTER_SECRETS || formatMasterSecrets(secrets.masterSecrets),
    NEXTAUTH_SECRET: source.NEXTAUTH_SECRET || secrets.authSecret,
  };
}

/** Whether a URL is of this machine itself. */
function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

function protocolOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).protocol : undefined;
}

function required<T>(value: T | undefined, variable: string, expected: string): T {
  if (value === undefined) throw new EnvironmentError(variable, expected);
  return value;
}
