import { parseArgs } from "node:util";
import type { components } from "../../sdk/generated/schema";
import { type CliCommand, type CliContext, type CliResult, listOf, needed, UsageError } from "../command";
import { inColumns } from "../table";

type Key = components["schemas"]["Key"] | components["schemas"]["ListedKey"];
const STATUSES = ["pending", "active", "disabled", "revoked", "expired"] as const;
const REASONS = [
  "unspecified",
  "key_compromise",
  "affiliation_changed",
  "superseded",
  "cessation_of_operation",
  "privilege_withdrawn",
] as const;

const list: CliCommand = {
  name: "keys list",
  summary: "List keys; filters may be repeated or joined by commas.",
  usage:
    "keys list [--project P] [--environment E] [--owner O] [--status S] [--scope S] [--expiring-within 14d] [--unused-since 90d] [--q TEXT] [--limit 50]",
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        project: { type: "string", multiple: true },
        environment: { type: "string", multiple: true },
        owner: { type: "string", multiple: true },
        status: { type: "string", multiple: true },
        scope: { type: "string" },
        "expiring-within": { type: "string" },
        "unused-since": { type: "string" },
        q: { type: "string" },
        limit: { type: "string", default: "50" },
      },
    });
    const wanted = Number(values.limit);
    if (!Number.isInteger(wanted) || wanted < 1) throw new UsageError("--limit must be a whole number above 0.");
    const { latchkey, organization } = context.api();
    const filters = {
      ...given("project", listOf(values.project)),
      ...given("environment", listOf(values.environment)),
      ...given("owner", listOf(values.owner)),
      ...given(
        "status",
        listOf(values.status)?.map((status) => oneOf(STATUSES, status, "--status")),
      ),
      ...given("scope", values.scope),
      ...given("expiringWithin", values["expiring-within"]),
      ...given("unusedSince", values["unused-since"]),
      ...given("q", values.q),
    };
    const items: Key[] = [];
    let cursor: string | undefined;
    do {
      const query = { ...filters, limit: Math.min(200, wanted - items.length), ...given("cursor", cursor) };
      const { data } = await latchkey.GET("/organizations/{organization}/keys", {
        params: { path: { organization }, query },
        // The API takes several values of a filter joined by commas.
        querySerializer: { array: { style: "form", explode: false } },
      });
      items.push(...(data?.items ?? []));
      cursor = data?.nextCursor ?? undefined;
    } while (cursor !== undefined && items.length < wanted);
    return { json: { items, nextCursor: cursor ?? null }, text: tableOf(items) };
  },
};

const show: CliCommand = {
  name: "keys show",
  summary: "Show one key.",
  usage: "keys show KEY_ID",
  async run(args, context) {
    const { key } = keyArgument(args);
    const { latchkey, organization } = context.api();
    const { data } = await latchkey.GET("/organizations/{organization}/keys/{key}", {
      params: { path: { organization, key } },
    });
    return { json: data, text: data ? detailsOf(data) : "" };
  },
};

const create: CliCommand = {
  name: "keys create",
  summary: "Make a key. Its secret is printed once, and nowhere else.",
  usage:
    "keys create --name NAME --project P --environment E --scope S… [--purpose TEXT] [--owner O] [--expires-in 90d] [--ip CIDR…] [--template T]",
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        name: { type: "string" },
        project: { type: "string" },
        environment: { type: "string" },
        scope: { type: "string", multiple: true },
        purpose: { type: "string" },
        owner: { type: "string" },
        "expires-in": { type: "string" },
        ip: { type: "string", multiple: true },
        template: { type: "string" },
      },
    });
    const place = {
      project: needed(values.project, "--project"),
      environment: needed(values.environment, "--environment"),
    };
    const name = needed(values.name, "--name");
    const { latchkey, organization } = context.api();
    const body = {
      ...place,
      name,
      scopes: listOf(values.scope) ?? (await scopesOf(context, place.project, values.template)),
      ...given("purpose", values.purpose),
      ...given("owner", values.owner),
      ...given("expiresIn", values["expires-in"]),
      ...given("ipAllowlist", listOf(values.ip)),
      ...given("template", values.template),
    };
    const { data } = await latchkey.POST("/organizations/{organization}/keys", {
      params: { path: { organization } },
      body,
    });
    if (data && "secret" in data) return { json: data, text: `${detailsOf(data.key)}\n\n${revealed(data.secret)}` };
    return { json: data, text: "The key needs an approval; a request was made." };
  },
};

/** Without `--scope` a key has what its template gives, and without a template nothing. */
async function scopesOf(context: CliContext, project: string, template: string | undefined): Promise<string[]> {
  if (template === undefined) return [];
  const { latchkey, organization } = context.api();
  const { data } = await latchkey.GET("/organizations/{organization}/projects/{project}/templates/{template}", {
    params: { path: { organization, project, template } },
  });
  return data?.scopes ?? [];
}

const rotate: CliCommand = {
  name: "keys rotate",
  summary: "Give a key a new secret, printed once. The old one goes on for the overlap.",
  usage: "keys rotate KEY_ID [--overlap 24h|0|first_use] [--reason TEXT]",
  async run(args, context) {
    const { key, values } = keyArgument(args, { overlap: { type: "string" }, reason: { type: "string" } });
    const { latchkey, organization } = context.api();
    const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/rotate", {
      params: { path: { organization, key } },
      body: {
        ...given("overlap", values.overlap === "0" ? 0 : values.overlap),
        ...given("reason", values.reason),
      },
    });
    if (!data) return { json: null, text: "" };
    const { endsAt } = data.previousVersion;
    const old =
      endsAt === null ? "The old secret ends with the first use of the new one." : `The old secret ends ${endsAt}.`;
    return { json: data, text: `${revealed(data.secret)}\n${old}` };
  },
};

const disable = stateCommand("disable", "Stop a key until it is enabled again.", "[--comment TEXT]");
const enable = stateCommand("enable", "Let a disabled key work again.", "[--comment TEXT]");
const revoke = stateCommand(
  "revoke",
  "Revoke a key for good, and say how many gateways have confirmed it.",
  `[--reason ${REASONS.join("|")}] [--comment TEXT]`,
);

function stateCommand(verb: "disable" | "enable" | "revoke", summary: string, options: string): CliCommand {
  return {
    name: `keys ${verb}`,
    summary,
    usage: `keys ${verb} KEY_ID ${options}`.trim(),
    async run(args, context): Promise<CliResult> {
      const { key, values } = keyArgument(args, {
        comment: { type: "string" },
        ...(verb === "revoke" ? { reason: { type: "string" } } : {}),
      });
      const reason = values.reason === undefined ? undefined : oneOf(REASONS, values.reason, "--reason");
      const data = await changeState(context, verb, key, { comment: values.comment, reason });
      if (!data) return { json: null, text: "" };
      const { confirmed, total, milliseconds } = data.propagation;
      const text = `${data.key.name} is ${data.key.status}. ${confirmed} of ${total} gateways confirmed it within ${milliseconds} ms.`;
      return { json: data, text };
    },
  };
}

async function changeState(
  context: CliContext,
  verb: "disable" | "enable" | "revoke",
  key: string,
  { comment, reason }: { comment: string | undefined; reason: (typeof REASONS)[number] | undefined },
) {
  const { latchkey, organization } = context.api();
  const params = { path: { organization, key }, query: { wait: "5s" } };
  const body = given("comment", comment);
  switch (verb) {
    case "enable":
      return (await latchkey.POST("/organizations/{organization}/keys/{key}/enable", { params, body })).data;
    case "disable":
      return (await latchkey.POST("/organizations/{organization}/keys/{key}/disable", { params, body })).data;
    case "revoke": {
      const why = { ...body, ...given("reason", reason) };
      return (await latchkey.POST("/organizations/{organization}/keys/{key}/revoke", { params, body: why })).data;
    }
  }
}

type StringOptions = Record<string, { type: "string" }>;

function keyArgument(
  args: string[],
  options: StringOptions = {},
): { key: string; values: Record<string, string | undefined> } {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  if (positionals.length > 1) throw new UsageError("One key at a time.");
  const strings = Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? value : undefined]);
  return { key: needed(positionals[0], "The id of the key"), values: Object.fromEntries(strings) };
}

function given<N extends string, T>(name: N, value: T | undefined): Partial<Record<N, T>> {
  const found: Partial<Record<N, T>> = {};
  if (value !== undefined) found[name] = value;
  return found;
}

function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option} must be one of ${allowed.join(", ")}.`);
  return found;
}

function revealed(secret: string): string {
  return `Secret (shown only now): ${secret}`;
}

function tableOf(keys: readonly Key[]): string {
  if (keys.length === 0) return "No key fits.";
  const rows = keys.map((key) => [
    key.id,
    key.status,
    `${key.project}/${key.environment}`,
    key.ownerName,
    key.expiresAt?.slice(0, 10) ?? "never",
    key.name,
  ]);
  return inColumns([["ID", "STATUS", "ENVIRONMENT", "OWNER", "EXPIRES", "NAME"], ...rows]);
}

function detailsOf(key: Key): string {
  return inColumns([
    ["Key", `${key.name} (${key.id})`],
    ["Status", key.status],
    ["Where", `${key.project} / ${key.environment}`],
    ["Owner", key.ownerName],
    ["Scopes", key.scopes.join(" ") || "none"],
    ["Expires", key.expiresAt ?? "never"],
    ["Last used", key.lastUsedAt ?? "never"],
    ["Secret", `${key.secretStart}…${key.secretLastFour}`],
  ]);
}

export const KEY_COMMANDS: readonly CliCommand[] = [list, show, create, rotate, disable, enable, revoke];
