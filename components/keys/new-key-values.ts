import type { components } from "@/clients/sdk/generated/schema";
import { HTTP_METHODS } from "@/lib/core/enums";

export type Key = components["schemas"]["Key"];
export type MadeKeyAnswer = { key: Key; secret: string };

/** One rate limit as it is typed; `window` in seconds, numbers as text. */
export type RateLimitRow = { limit: string; window: string; burst: string; endpoint: string };

/** What the form of a key holds while it is being filled in. Lists of restrictions are empty for "all". */
export type KeyFormValues = {
  project: string;
  environment: string;
  /** A template's slug, or "" for none. */
  template: string;
  /** A team's slug, or "" for oneself. */
  owner: string;
  name: string;
  purpose: string;
  scopes: string[];
  expiry: "in" | "at" | "never";
  expiresIn: string;
  expiresAt: string;
  methods: string[];
  paths: string[];
  ipAllowlist: string[];
  countries: string[];
  rateLimits: RateLimitRow[];
  quota: string;
  concurrency: string;
  tags: Record<string, string>;
};

export const EMPTY_KEY_FORM: KeyFormValues = {
  project: "",
  environment: "",
  template: "",
  owner: "",
  name: "",
  purpose: "",
  scopes: [],
  expiry: "in",
  expiresIn: "",
  expiresAt: "",
  methods: [],
  paths: [],
  ipAllowlist: [],
  countries: [],
  rateLimits: [],
  quota: "",
  concurrency: "",
  tags: {},
};

export const EMPTY_RATE_LIMIT: RateLimitRow = { limit: "", window: "60", burst: "", endpoint: "" };
export const METHOD_OPTIONS = HTTP_METHODS.map((method) => ({ value: method, label: method }));

/** A number as typed; what is none goes to the API as it is, which says what is wrong with it. */
function numberOf(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = Number(trimmed.replaceAll(/[\s_]/g, ""));
  return Number.isFinite(value) ? value : -1;
}

function settingsOf(values: KeyFormValues) {
  return {
    name: values.name,
    purpose: values.purpose,
    scopes: values.scopes,
    methods: HTTP_METHODS.filter((method) => values.methods.includes(method)),
    paths: values.paths,
    ipAllowlist: values.ipAllowlist,
    countries: values.countries,
    rateLimits: values.rateLimits
      .filter(({ limit }) => limit.trim() !== "")
      .map(({ limit, window, burst, endpoint }) => ({
        limit: numberOf(limit) ?? 0,
        window: Number(window),
        ...(burst.trim() === "" ? {} : { burst: numberOf(burst) ?? 0 }),
        ...(endpoint.trim() === "" ? {} : { endpoint: endpoint.trim() }),
      })),
    quota: numberOf(values.quota),
    concurrency: numberOf(values.concurrency),
    tags: values.tags,
  };
}

function expiryOf({ expiry, expiresIn, expiresAt }: KeyFormValues): Pick<Settings, "expiresAt" | "expiresIn"> {
  if (expiry === "never") return { expiresAt: null };
  if (expiry === "in") return expiresIn === "" ? {} : { expiresIn };
  return expiresAt === "" ? {} : { expiresAt };
}

/** The body of `POST /keys`: limits and expiry that were left alone are not named, so that the policy fills them in. */
export function newKeyBody(values: KeyFormValues) {
  const { rateLimits, ...settings } = settingsOf(values);
  return {
    ...settings,
    project: values.project,
    environment: values.environment,
    ...(values.template === "" ? {} : { template: values.template }),
    ...(values.owner === "" ? {} : { owner: values.owner }),
    ...(rateLimits.length === 0 ? {} : { rateLimits }),
    ...expiryOf(values),
  };
}

type Rights = Pick<
  Key,
  "scopes" | "methods" | "paths" | "ipAllowlist" | "countries" | "rateLimits" | "quota" | "concurrency" | "tags"
>;

/** What a key or a template allows, as the form shows it. */
export function rightsValues(from: Rights) {
  return {
    scopes: from.scopes,
    methods: from.methods,
    paths: from.paths,
    ipAllowlist: from.ipAllowlist,
    countries: from.countries,
    rateLimits: from.rateLimits.map(({ limit, window, burst, endpoint }) => ({
      limit: String(limit),
      window: String(window),
      burst: burst === undefined ? "" : String(burst),
      endpoint: endpoint ?? "",
    })),
    quota: from.quota === null ? "" : String(from.quota),
    concurrency: from.concurrency === null ? "" : String(from.concurrency),
    tags: from.tags,
  };
}

/** A key that exists, as the form shows it. */
export function keyFormValues(key: Key): KeyFormValues {
  return {
    ...EMPTY_KEY_FORM,
    project: key.project,
    environment: key.environment,
    name: key.name,
    purpose: key.purpose,
    expiry: key.expiresAt === null ? "never" : "at",
    expiresAt: key.expiresAt ?? "",
    ...rightsValues(key),
  };
}

type Settings = ReturnType<typeof settingsOf> & { expiresAt?: string | null; expiresIn?: string };

function onlyChanged<Body extends object>(before: Body, after: Body): Partial<Body> {
  const changed: Partial<Body> = {};
  for (const name in after) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) changed[name] = after[name];
  }
  return changed;
}

/** The body of `PATCH /keys/{key}`: only what was changed, so that nobody else's change is written over. */
export function changedKeyBody(before: KeyFormValues, after: KeyFormValues): Partial<Settings> {
  return onlyChanged<Settings>(
    { ...settingsOf(before), ...expiryOf(before) },
    { ...settingsOf(after), ...expiryOf(after) },
  );
}

export type Project = components["schemas"]["Project"];

export type NewKeyProps = {
  organization: string;
  gatewayUrl: string;
  projects: readonly Project[];
  initial: {
    project?: string | undefined;
    environment?: string | undefined;
    name?: string | undefined;
    template?: string | undefined;
    scopes: string[];
  };
};
