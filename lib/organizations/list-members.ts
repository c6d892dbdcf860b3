import { z } from "zod";
import type { Transaction } from "@/db/client";
import { type Context, withOrganization } from "@/db/tenancy";
import { notFound } from "@/lib/core/errors";
import { type Id, idSchema } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { hasPermission, requirePermission } from "@/lib/core/permissions";
import { presentAccess, presentMember, presentOwnedKey } from "./present";
import { accessOverridesOf, environmentsOf, findMember, membersOf, ownedKeysOf, teamsOfMembers } from "./queries";
import {
  type accessMatrixSchema,
  listMembersSchema,
  matrixSchema,
  type memberSchema,
  type ownedKeySchema,
} from "./schema";

const cursorSchema = z.tuple([idSchema("member")]);

function afterOf(cursor: string | undefined): Id<"member"> | null {
  return cursor === undefined ? null : decodeCursor(cursor, cursorSchema)[0];
}

/** Active members, in the order in which they joined. Filters: part of a name or address, role. */
export async function listMembers(ctx: Context, query: unknown): Promise<Page<z.output<typeof memberSchema>>> {
  requirePermission(ctx.actor, "members:read");
  const { limit, cursor, q, role } = parseInput(listMembersSchema, query);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const rows = await membersOf(tx, organizationId, { limit: limit + 1, after: afterOf(cursor), q, role });
    const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
    return { items: await withTeams(tx, organizationId, page.items), nextCursor: page.nextCursor };
  });
}

async function withTeams(
  tx: Transaction,
  organizationId: Id<"organization">,
  rows: Awaited<ReturnType<typeof membersOf>>,
): Promise<z.output<typeof memberSchema>[]> {
  const ids = rows.map((row) => row.id);
  const teams = ids.length > 0 ? await teamsOfMembers(tx, organizationId, ids) : [];
  return rows.map((row) =>
    presentMember(
      row,
      teams.filter((team) => team.memberId === row.id),
    ),
  );
}

/** One member, by id or the person's id. @throws not_found. */
export async function readMember(ctx: Context, reference: string): Promise<z.output<typeof memberSchema>> {
  requirePermission(ctx.actor, "members:read");
  return withOrganization(ctx, (tx) => presentedMember(tx, ctx, reference));
}

/** The same inside a transaction. */
export async function presentedMember(
  tx: Transaction,
  ctx: Context,
  reference: string,
): Promise<z.output<typeof memberSchema>> {
  const { organizationId } = ctx.actor;
  const found = await findMember(tx, organizationId, reference);
  if (!found) throw notFound("member");
  const rows = await membersOf(tx, organizationId, { limit: 1, after: null, only: found.id });
  const [member] = await withTeams(tx, organizationId, rows);
  if (!member) throw notFound("member");
  return member;
}

/** The live keys of a member, for whoever decides about them when the member leaves. @throws not_found, forbidden. */
export async function listOwnedKeys(
  ctx: Context,
  reference: string,
): Promise<{ items: z.output<typeof ownedKeySchema>[]; nextCursor: null }> {
  const own = ctx.actor.type === "user" && (reference === ctx.actor.memberId || reference === ctx.actor.userId);
  requirePermission(ctx.actor, own || hasPermission(ctx.actor, "members:write") ? "members:read" : "members:write");
  return withOrganization(ctx, async (tx) => {
    const member = await findMember(tx, ctx.actor.organizationId, reference);
    if (!member) throw notFound("member");
    const rows = await ownedKeysOf(tx, ctx.actor.organizationId, member.userId);
    return { items: rows.map((row) => presentOwnedKey(row, ctx.clock.now())), nextCursor: null };
  });
}

/** Who may do what where, and why: members by page, against every environment of live projects (or of one). */
export async function readAccessMatrix(ctx: Context, query: unknown): Promise<z.output<typeof accessMatrixSchema>> {
  requirePermission(ctx.actor, "members:read");
  const { limit, cursor, project } = parseInput(matrixSchema, query);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const environments = await environmentsOf(tx, organizationId, project);
    const rows = await membersOf(tx, organizationId, { limit: limit + 1, after: afterOf(cursor) });
    const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
    const ids = page.items.map((row) => row.id);
    const overrides = ids.length > 0 ? await accessOverridesOf(tx, organizationId, ids) : [];
    const items = page.items.map((row) => ({
      memberId: row.id,
      userId: row.userId,
      name: row.name,
      email: row.email,
      role: row.role,
      access: environments.map((environment) => {
        const override = overrides.find((one) => one.memberId === row.id && one.environmentId === environment.id);
        return presentAccess(row.role, override?.level ?? null, environment);
      }),
    }));
    return { environments, items, nextCursor: page.nextCursor };
  });
}
