import { and, desc, eq, gt, inArray, isNull, ne, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keyActivity, keys } from "@/db/schema/keys";
import { members, users } from "@/db/schema/people";
import { scopes as scopeTable } from "@/db/schema/projects";
import { usageDimensionsDaily } from "@/db/schema/usage";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import { canReadKeys } from "@/lib/keys/policy";
import { environmentRows } from "@/lib/keys/queries";
import { matchesPattern, normalizePath, parsePattern } from "@/lib/verification/path-pattern";
import type { PresentedRequestDetail } from "./answer-schema";
import { lifetimeOf, type Payload, payloadSchema, scopesOf } from "./payload";
import { textArray } from "./queries";
import type { RequestView } from "./view-request";

type Facts = Pick<PresentedRequestDetail, "abilities" | "unusual" | "similarKeys" | "requesterKeys">;
type CatalogueEntry = { name: string; description: string; sensitive: boolean; endpoints: string[] };

const DAY = 86_400_000;
const MOST_SIMILAR = 5;
const MOST_KEYS = 20;

/** What an approver would look up by hand: abilities in words, what is unusual, similar keys, the requester's other keys. */
export async function factsOf(tx: Transaction, ctx: Context, view: RequestView): Promise<Facts> {
  const { organizationId } = ctx.actor;
  const { request } = view.row;
  const payload = payloadSchema.parse(request.payload);
  const catalogue = await tx
    .select({
      name: scopeTable.name,
      description: scopeTable.description,
      sensitive: scopeTable.sensitive,
      endpoints: scopeTable.endpoints,
    })
    .from(scopeTable)
    .where(and(eq(scopeTable.organizationId, organizationId), eq(scopeTable.projectId, request.projectId)))
    .orderBy(scopeTable.name);
  const asked = scopesOf(payload);
  const abilities = catalogue
    .filter(({ name }) => asked.some((scope) => scopeCovers(scope, name)))
    .map(({ name, ...rest }) => ({ scope: name, ...rest }));
  return {
    abilities,
    unusual: await unusualOf(tx, ctx, view, payload, abilities),
    similarKeys: canReadKeys(ctx.actor, view.environment) ? await similarKeys(tx, ctx, view, asked) : [],
    requesterKeys: await requesterKeys(tx, ctx, view, catalogue),
  };
}

async function unusualOf(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
  payload: Payload,
  abilities: Facts["abilities"],
): Promise<Facts["unusual"]> {
  const { request } = view.row;
  const { organizationId } = ctx.actor;
  const unusual: Facts["unusual"] = [];
  const where = view.environment.name;
  const { rows } = await tx.execute<{ mine: number; longest: number | null; joined: string }>(sql`
    select
      (select count(*) from keys k where k.organization_id = ${organizationId} and k.environment_id = ${request.environmentId}
        and (k.owner_user_id = ${request.requesterId} or k.created_by = ${request.requesterId})) as mine,
      (select max(extract(epoch from k.expires_at - k.created_at)) from keys k where k.organization_id = ${organizationId}
        and k.environment_id = ${request.environmentId} and k.state <> 'revoked') as longest,
      (select m.created_at from members m where m.organization_id = ${organizationId}
        and m.user_id = ${request.requesterId}) as joined`);
  const [found] = rows;
  if (payload.kind === "create_key" && found?.mine === 0) {
    unusual.push({ code: "first_key", text: `The requester's first key in ${where}.` });
  }
  for (const { scope, sensitive } of abilities) {
    if (sensitive) unusual.push({ code: "sensitive_scope", text: `${scope} is sensitive.` });
  }
  for (const scope of scopesOf(payload)) {
    if (isWildcardScope(scope))
      unusual.push({ code: "wildcard", text: `${scope} also covers scopes that are added later.` });
  }
  const isOpen =
    payload.kind === "waive_network" || (payload.kind === "create_key" && payload.ipAllowlist.length === 0);
  if (isOpen) unusual.push({ code: "no_allowlist", text: "It could be used from every address." });
  if (payload.kind === "create_key" || payload.kind === "extend_expiry") {
    const lifetime = lifetimeOf(payload, request.submittedAt) ?? 0;
    if (lifetime === Number.POSITIVE_INFINITY) unusual.push({ code: "never_expires", text: "It would never expire." });
    else if (found?.longest && lifetime > found.longest) {
      unusual.push({ code: "longest_life", text: `It would live longer than any other key in ${where}.` });
    }
  }
  if (found && request.createdAt.getTime() - new Date(found.joined).getTime() < 7 * DAY) {
    unusual.push({ code: "new_member", text: "The requester joined less than a week before." });
  }
  return unusual;
}

/** Live keys of the same environment that can do some of the same already, most in common first. */
async function similarKeys(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
  asked: readonly string[],
): Promise<Facts["similarKeys"]> {
  if (asked.length === 0) return [];
  const { request } = view.row;
  const common = sql<number>`(select count(*) from unnest(${keys.scopes}) s where s = any(${textArray(asked)}))`;
  const found = await tx
    .select({
      id: keys.id,
      name: keys.name,
      owner: sql<string>`coalesce(${users.name}, (select t.name from teams t
        where t.organization_id = ${keys.organizationId} and t.id = ${keys.ownerTeamId}), '')`,
      scopes: keys.scopes,
      lastUsedAt: keyActivity.lastUsedAt,
      expiresAt: keys.expiresAt,
    })
    .from(keys)
    .leftJoin(users, eq(users.id, keys.ownerUserId))
    .leftJoin(keyActivity, and(eq(keyActivity.organizationId, keys.organizationId), eq(keyActivity.keyId, keys.id)))
    .where(
      and(
        eq(keys.organizationId, ctx.actor.organizationId),
        eq(keys.environmentId, request.environmentId),
        live(ctx),
        request.keyId ? ne(keys.id, request.keyId) : undefined,
        sql`${keys.scopes} && ${textArray(asked)}`,
      ),
    )
    .orderBy(desc(common), desc(keys.createdAt))
    .limit(MOST_SIMILAR);
  return found.map(({ owner, lastUsedAt, expiresAt, ...key }) => ({
    ...key,
    ownerName: owner,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }));
}

function live(ctx: Context) {
  return and(ne(keys.state, "revoked"), or(isNull(keys.expiresAt), gt(keys.expiresAt, ctx.clock.now())));
}

async function requesterKeys(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
  catalogue: readonly CatalogueEntry[],
): Promise<Facts["requesterKeys"]> {
  const { organizationId } = ctx.actor;
  const { request } = view.row;
  const readable = (await environmentRows(tx, organizationId)).filter((row) => canReadKeys(ctx.actor, row));
  const environments = new Map(readable.map((row) => [row.id, row.slug]));
  if (readable.length === 0) return [];
  const rows = await tx
    .select({
      id: keys.id,
      name: keys.name,
      environmentId: keys.environmentId,
      scopes: keys.scopes,
      verifications: keyActivity.verifications,
      lastUsedAt: keyActivity.lastUsedAt,
    })
    .from(keys)
    .innerJoin(members, and(eq(members.organizationId, keys.organizationId), eq(members.userId, keys.ownerUserId)))
    .leftJoin(keyActivity, and(eq(keyActivity.organizationId, keys.organizationId), eq(keyActivity.keyId, keys.id)))
    .where(
      and(
        eq(keys.organizationId, organizationId),
        eq(keys.ownerUserId, request.requesterId),
        eq(keys.projectId, request.projectId),
        inArray(
          keys.environmentId,
          readable.map(({ id }) => id),
        ),
        live(ctx),
      ),
    )
    .orderBy(desc(keys.createdAt))
    .limit(MOST_KEYS);
  const endpoints = await endpointsOf(
    tx,
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ environmentId, lastUsedAt, verifications, ...key }) => ({
    ...key,
    environment: environments.get(environmentId) ?? "",
    usedScopes: usedScopes(key.scopes, catalogue, endpoints.get(key.id) ?? []),
    verifications: verifications ?? 0,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

async function endpointsOf(tx: Transaction, ctx: Context, ids: readonly Id<"key">[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (ids.length === 0) return found;
  const since = new Date(ctx.clock.now().getTime() - 90 * DAY).toISOString().slice(0, 10);
  const rows = await tx
    .selectDistinct({ keyId: usageDimensionsDaily.keyId, value: usageDimensionsDaily.value })
    .from(usageDimensionsDaily)
    .where(
      and(
        eq(usageDimensionsDaily.organizationId, ctx.actor.organizationId),
        inArray(usageDimensionsDaily.keyId, [...ids]),
        eq(usageDimensionsDaily.dimension, "endpoint"),
        eq(usageDimensionsDaily.verdict, "VALID"),
        gt(usageDimensionsDaily.day, since),
      ),
    )
    .limit(5000);
  for (const { keyId, value } of rows) found.set(keyId, [...(found.get(keyId) ?? []), value]);
  return found;
}

/** The scopes whose endpoints were called; null when the catalogue names none for them, so that nothing can be said. */
function usedScopes(
  scopes: readonly string[],
  catalogue: readonly CatalogueEntry[],
  endpoints: readonly string[],
): string[] | null {
  const covered = catalogue.filter(
    ({ name, endpoints: own }) => own.length > 0 && scopes.some((scope) => scopeCovers(scope, name)),
  );
  if (covered.length === 0) return null;
  const paths = endpoints.flatMap((endpoint) => {
    const segments = normalizePath(endpoint.slice(Math.max(0, endpoint.indexOf("/"))));
    return segments ? [segments] : [];
  });
  return covered
    .filter(({ endpoints: own }) =>
      own.some((text) => {
        const pattern = parsePattern(text);
        return pattern !== null && paths.some((segments) => matchesPattern(pattern, null, segments));
      }),
    )
    .map(({ name }) => name);
}
