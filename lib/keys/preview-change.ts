import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Transaction } from "@/db/client";
import type { keys } from "@/db/schema/keys";
import { scopes as scopeTable } from "@/db/schema/projects";
import { type Context, withOrganization } from "@/db/tenancy";
import { canonicalJson } from "@/lib/audit/chain";
import { parseInput } from "@/lib/core/parse-input";
import { scopeCovers } from "@/lib/core/scopes";
import { AddressList } from "@/lib/verification/address";
import { matchesPattern, normalizePath, parsePattern } from "@/lib/verification/path-pattern";
import { findKeyFor } from "./find-key";
import { type keyChangePreviewSchema, updateKeySchema } from "./schema";

export type KeyChangePreview = z.output<typeof keyChangePreviewSchema>;

const DAYS = 30;
// A very busy key is measured by its latest calls: the answer says how far back they go.
const MOST_EVENTS = 200_000;
const MOST_EXAMPLES = 5;

type Wanted = z.output<typeof updateKeySchema>;
type Call = {
  method: string | null;
  endpoint: string | null;
  ip: string | null;
  country: string | null;
  calls: number;
};
type Check = { field: string; refuses: (call: Call) => boolean; example: (call: Call) => string | null };

/**
 * What a change of a key would have refused of the calls that were accepted in the last 30 days, each change by itself. Paths are
 * looked at as the endpoints they were counted under. Writes nothing. @throws invalid_input, not_found, forbidden.
 */
export async function previewKeyChange(ctx: Context, reference: string, body: unknown): Promise<KeyChangePreview> {
  const wanted = parseInput(updateKeySchema, body);
  return withOrganization(ctx, async (tx) => {
    await tx.execute(sql`set transaction read only`);
    const { key } = (await findKeyFor(tx, ctx, reference, "edit")).row;
    const since = new Date(ctx.clock.now().getTime() - DAYS * 86_400_000);
    const { from, calls } = await acceptedCalls(tx, key, since);
    const checks = [
      ...networkChecks(wanted, key),
      ...endpointChecks(wanted, key),
      ...(await scopeChecks(tx, wanted, key)),
    ];
    const changes = checks.map((check) => summary(check, calls.filter(check.refuses)));
    changes.push(...(await limitChanges(tx, wanted, key, from)));
    return {
      from: from.toISOString(),
      calls: total(calls),
      refused: total(calls.filter((call) => checks.some((check) => check.refuses(call)))),
      changes: changes.filter((change) => change.calls > 0),
      unknown: unknownOf(wanted, key),
    };
  });
}

type KeyRecord = typeof keys.$inferSelect;

function total(calls: readonly Call[]): number {
  return calls.reduce((sum, call) => sum + call.calls, 0);
}

function isChanged(wanted: Wanted, key: KeyRecord, field: keyof Wanted & keyof KeyRecord): boolean {
  return wanted[field] !== undefined && canonicalJson(wanted[field]) !== canonicalJson(key[field]);
}

function summary({ field, example }: Check, refused: readonly Call[]): KeyChangePreview["changes"][number] {
  const worst = new Map<string, number>();
  for (const call of refused) {
    const name = example(call);
    if (name !== null) worst.set(name, (worst.get(name) ?? 0) + call.calls);
  }
  return {
    field,
    calls: total(refused),
    addresses: new Set(refused.flatMap((call) => call.ip ?? [])).size,
    examples: [...worst]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_EXAMPLES)
      .map(([name]) => name),
  };
}

/** The accepted calls of the time, as many as are looked at, added up by what restrictions look at. */
async function acceptedCalls(tx: Transaction, key: KeyRecord, since: Date): Promise<{ from: Date; calls: Call[] }> {
  const { rows } = await tx.execute<Call & { first: string; looked: number }>(sql`
    with looked as (
      select at, method, endpoint, ip, country, count from usage_events
      where organization_id = ${key.organizationId} and key_id = ${key.id} and verdict = 'VALID'
        and at >= ${since.toISOString()}::timestamptz
      order by at desc limit ${MOST_EVENTS})
    select method, endpoint, ip, country, sum(count)::float8 as calls, min(at)::text as first,
      sum(count(*)) over ()::float8 as looked
    from looked group by method, endpoint, ip, country`);
  const isCut = (rows[0]?.looked ?? 0) >= MOST_EVENTS;
  const oldest = Math.min(...rows.map(({ first }) => Date.parse(first)));
  return { from: isCut ? new Date(oldest) : since, calls: rows };
}

function networkChecks(wanted: Wanted, key: KeyRecord): Check[] {
  const checks: Check[] = [];
  const { ipAllowlist, countries } = wanted;
  if (ipAllowlist && ipAllowlist.length > 0 && isChanged(wanted, key, "ipAllowlist")) {
    const allowed = new AddressList(ipAllowlist);
    const refuses = (call: Call) => call.ip === null || !allowed.allows(call.ip);
    checks.push({ field: "ipAllowlist", refuses, example: (call) => call.ip });
  }
  if (countries && countries.length > 0 && isChanged(wanted, key, "countries")) {
    const refuses = (call: Call) => call.country === null || !countries.includes(call.country.toUpperCase());
    checks.push({ field: "countries", refuses, example: (call) => call.country });
  }
  return checks;
}

function segmentsOf(endpoint: string | null): readonly string[] | null {
  return endpoint === null ? null : normalizePath(endpoint.slice(Math.max(0, endpoint.indexOf("/"))));
}

function endpointOf(call: Call): string | null {
  return [call.method, call.endpoint].filter(Boolean).join(" ") || null;
}

function endpointChecks(wanted: Wanted, key: KeyRecord): Check[] {
  const checks: Check[] = [];
  const methods: readonly string[] = wanted.methods ?? [];
  if (methods.length > 0 && isChanged(wanted, key, "methods")) {
    const refuses = (call: Call) => call.method === null || !methods.includes(call.method.toUpperCase());
    checks.push({ field: "methods", refuses, example: endpointOf });
  }
  const patterns = (wanted.paths ?? []).map(parsePattern).filter((pattern) => pattern !== null);
  if (patterns.length > 0 && isChanged(wanted, key, "paths")) {
    const refuses = (call: Call) => {
      const segments = segmentsOf(call.endpoint);
      return segments === null || !patterns.some((pattern) => matchesPattern(pattern, call.method, segments));
    };
    checks.push({ field: "paths", refuses, example: endpointOf });
  }
  return checks;
}

/** A scope is told by the endpoints that the catalogue says it opens: what a caller asked for is not kept. */
async function scopeChecks(tx: Transaction, wanted: Wanted, key: KeyRecord): Promise<Check[]> {
  const kept = wanted.scopes;
  if (!kept || !isChanged(wanted, key, "scopes")) return [];
  const catalogue = await tx
    .select({ name: scopeTable.name, endpoints: scopeTable.endpoints })
    .from(scopeTable)
    .where(and(eq(scopeTable.organizationId, key.organizationId), eq(scopeTable.projectId, key.projectId)));
  const claims = catalogue.flatMap(({ name, endpoints }) =>
    endpoints.flatMap((text) => {
      const pattern = parsePattern(text);
      return pattern ? [{ name, pattern }] : [];
    }),
  );
  const refuses = (call: Call) => {
    const segments = segmentsOf(call.endpoint);
    if (segments === null) return false;
    const met = claims.filter(({ pattern }) => matchesPattern(pattern, call.method, segments));
    return met.length > 0 && !met.some(({ name }) => kept.some((scope) => scopeCovers(scope, name)));
  };
  return [{ field: "scopes", refuses, example: endpointOf }];
}

/** Calls over a new limit, counted in windows that follow one another. */
async function limitChanges(tx: Transaction, wanted: Wanted, key: KeyRecord, from: Date) {
  const over = async (field: string, limit: number, bucket: ReturnType<typeof sql>) => {
    const { rows } = await tx.execute<{ over: number | null }>(sql`
      select sum(greatest(0, spent - ${limit}))::float8 as over from (
        select ${bucket} as bucket, sum(cost) as spent from usage_events
        where organization_id = ${key.organizationId} and key_id = ${key.id} and verdict = 'VALID'
          and at >= ${from.toISOString()}::timestamptz
        group by 1) windows`);
    return { field, calls: rows[0]?.over ?? 0, addresses: 0, examples: [] };
  };
  const changes: KeyChangePreview["changes"] = [];
  if (isChanged(wanted, key, "rateLimits")) {
    for (const { limit, window, endpoint } of wanted.rateLimits ?? []) {
      if (endpoint !== undefined) continue;
      changes.push(await over("rateLimits", limit, sql`floor(extract(epoch from at) / ${window}::int)`));
    }
  }
  if (typeof wanted.quota === "number" && isChanged(wanted, key, "quota")) {
    changes.push(await over("quota", wanted.quota, sql`date_trunc('month', at at time zone 'UTC')`));
  }
  return changes;
}

/** Changes of which past calls cannot tell. */
function unknownOf(wanted: Wanted, key: KeyRecord): string[] {
  const hasOwnEndpoint = (wanted.rateLimits ?? []).some(({ endpoint }) => endpoint !== undefined);
  return [
    ...(wanted.concurrency !== null && isChanged(wanted, key, "concurrency") ? ["concurrency"] : []),
    ...(hasOwnEndpoint && isChanged(wanted, key, "rateLimits") ? ["rateLimits"] : []),
  ];
}
