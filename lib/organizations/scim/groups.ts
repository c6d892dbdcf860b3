import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { members, teamMembers, teams } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { slugify } from "@/lib/core/slug";
import { pageUrl } from "@/lib/identity/links";
import { peopleOfTeam } from "../queries";
import { requireManager } from "../require-manager";
import {
  GROUP_SCHEMA,
  groupObjectSchema,
  membersValueSchema,
  parseFilter,
  scimGroupSchema,
  scimListSchema,
  scimPatchSchema,
} from "./schema";

export type ScimGroup = Record<string, unknown>;
type Row = typeof teams.$inferSelect;

async function present(tx: Transaction, row: Row): Promise<ScimGroup> {
  const people = await peopleOfTeam(tx, row.organizationId, row.id);
  return {
    schemas: [GROUP_SCHEMA],
    id: row.id,
    ...(row.externalId ? { externalId: row.externalId } : {}),
    displayName: row.name,
    members: people.map((person) => ({ value: person.memberId, display: person.name, type: "User" })),
    meta: {
      resourceType: "Group",
      created: row.createdAt.toISOString(),
      location: pageUrl(`/scim/v2/Groups/${row.id}`),
    },
  };
}

async function findRow(tx: Transaction, ctx: Context, id: string): Promise<Row> {
  if (!isId("team", id)) throw notFound("group");
  const [row] = await tx
    .select()
    .from(teams)
    .where(and(eq(teams.organizationId, ctx.actor.organizationId), eq(teams.id, id)));
  if (!row) throw notFound("group");
  return row;
}

/** Teams as groups, a page by position. */
export async function listScimGroups(
  ctx: Context,
  query: unknown,
): Promise<{ total: number; startIndex: number; items: ScimGroup[] }> {
  requireManager(ctx.actor);
  const { filter, startIndex, count } = parseInput(scimListSchema, query);
  const parsed = filter === undefined ? undefined : parseFilter(filter);
  if (parsed === null || (parsed && !["displayname", "externalid", "id"].includes(parsed.attribute))) {
    throw invalidInput([{ path: "filter", message: 'must be displayName, externalId or id eq "…"' }]);
  }
  const wanted =
    parsed === undefined
      ? undefined
      : parsed.attribute === "displayname"
        ? eq(teams.name, parsed.value)
        : parsed.attribute === "externalid"
          ? eq(teams.externalId, parsed.value)
          : sql`${teams.id} = ${parsed.value}`;
  return withOrganization(ctx, async (tx) => {
    const where = and(eq(teams.organizationId, ctx.actor.organizationId), wanted);
    const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(teams).where(where);
    const rows = await tx
      .select()
      .from(teams)
      .where(where)
      .orderBy(asc(teams.id))
      .offset(startIndex - 1)
      .limit(count);
    const items: ScimGroup[] = [];
    for (const row of rows) items.push(await present(tx, row));
    return { total: counted?.total ?? 0, startIndex, items };
  });
}

export async function readScimGroup(ctx: Context, id: string): Promise<ScimGroup> {
  requireManager(ctx.actor);
  return withOrganization(ctx, async (tx) => present(tx, await findRow(tx, ctx, id)));
}

/** Makes a team. @throws conflict when there is one of that name. */
export async function createScimGroup(ctx: Context, input: unknown): Promise<ScimGroup> {
  requireManager(ctx.actor);
  const wanted = parseInput(scimGroupSchema, input);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const id = newId("team", ctx.clock.now().getTime());
    const name = wanted.displayName.replace(/\p{C}/gu, "");
    const [row] = await tx
      .insert(teams)
      .values({
        organizationId,
        id,
        slug: slugify(name, "team"),
        name,
        externalId: wanted.externalId ?? null,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) throw conflict("There is a group of this name already.");
    await recordAudit(tx, ctx, {
      action: "team.created",
      target: { type: "team", id, name },
      after: { name, via: "scim" },
    });
    await setMembers(tx, ctx, row, wanted.members?.map((one) => one.value) ?? [], "add");
    return present(tx, row);
  });
}

/** Replaces name, external id and members. */
export async function replaceScimGroup(ctx: Context, id: string, input: unknown): Promise<ScimGroup> {
  requireManager(ctx.actor);
  const wanted = parseInput(scimGroupSchema, input);
  return withOrganization(ctx, async (tx) => {
    const row = await findRow(tx, ctx, id);
    await rename(tx, ctx, row, { displayName: wanted.displayName, externalId: wanted.externalId });
    await setMembers(tx, ctx, row, wanted.members?.map((one) => one.value) ?? [], "replace");
    return present(tx, await findRow(tx, ctx, id));
  });
}

const ONE_MEMBER = /^members\[\s*value\s+eq\s+"([^"]{1,100})"\s*\]$/i;

/** Adds, replaces and removes members, in the ways of Okta (no path) and Entra (`members[value eq "…"]`). */
export async function patchScimGroup(ctx: Context, id: string, input: unknown): Promise<ScimGroup> {
  requireManager(ctx.actor);
  const { Operations } = parseInput(scimPatchSchema, input);
  return withOrganization(ctx, async (tx) => {
    for (const { op, path, value } of Operations) {
      const row = await findRow(tx, ctx, id);
      const one = path === undefined ? null : ONE_MEMBER.exec(path);
      if (one?.[1]) await setMembers(tx, ctx, row, [one[1]], op === "remove" ? "remove" : "add");
      else if (path?.toLowerCase() === "members") {
        const given = value === undefined ? null : parseInput(membersValueSchema, value).map((member) => member.value);
        await setMembers(tx, ctx, row, given ?? [], op === "remove" && given === null ? "replace" : op);
      } else if (path?.toLowerCase() === "displayname") {
        await rename(tx, ctx, row, parseInput(groupObjectSchema, { displayName: value }));
      } else if (path === undefined) {
        const given = parseInput(groupObjectSchema, value ?? {});
        await rename(tx, ctx, row, given);
        if (given.members)
          await setMembers(
            tx,
            ctx,
            row,
            given.members.map((member) => member.value),
            op,
          );
      }
    }
    return present(tx, await findRow(tx, ctx, id));
  });
}

/** Removes a team. One that owns keys stays: a key must not die with a group. @throws conflict. */
export async function deleteScimGroup(ctx: Context, id: string): Promise<void> {
  requireManager(ctx.actor);
  const { organizationId } = ctx.actor;
  await withOrganization(ctx, async (tx) => {
    const row = await findRow(tx, ctx, id);
    const owned = await tx
      .select({ id: keys.id })
      .from(keys)
      .where(and(eq(keys.organizationId, organizationId), eq(keys.ownerTeamId, row.id)))
      .limit(1);
    if (owned.length > 0) throw conflict("This team owns keys. Transfer them first.");
    await tx.delete(teams).where(and(eq(teams.organizationId, organizationId), eq(teams.id, row.id)));
    await recordAudit(tx, ctx, { action: "team.deleted", target: { type: "team", id: row.id, name: row.name } });
  });
}

async function rename(
  tx: Transaction,
  ctx: Context,
  row: Row,
  wanted: { displayName?: string | undefined; externalId?: string | undefined },
): Promise<void> {
  const name = wanted.displayName?.replace(/\p{C}/gu, "") ?? row.name;
  const externalId = wanted.externalId ?? row.externalId;
  if (name === row.name && externalId === row.externalId) return;
  await tx
    .update(teams)
    .set({ name, externalId })
    .where(and(eq(teams.organizationId, row.organizationId), eq(teams.id, row.id)));
  const target = { type: "team", id: row.id, name };
  await recordAudit(tx, ctx, {
    action: "team.updated",
    target,
    before: { name: row.name },
    after: { name, via: "scim" },
  });
}

async function setMembers(
  tx: Transaction,
  ctx: Context,
  row: Row,
  wanted: string[],
  how: "add" | "remove" | "replace",
): Promise<void> {
  const { organizationId } = ctx.actor;
  const ids = wanted.filter((id): id is Id<"member"> => isId("member", id));
  const known =
    ids.length === 0
      ? []
      : await tx
          .select({ id: members.id })
          .from(members)
          .where(
            and(eq(members.organizationId, organizationId), inArray(members.id, ids), eq(members.state, "active")),
          );
  if (how !== "remove" && known.length < new Set(wanted).size) {
    throw invalidInput([{ path: "members", message: "names someone who is not an active user here" }]);
  }
  const mine = and(eq(teamMembers.organizationId, organizationId), eq(teamMembers.teamId, row.id));
  if (how === "replace") await tx.delete(teamMembers).where(mine);
  if (how === "remove") {
    if (ids.length > 0) await tx.delete(teamMembers).where(and(mine, inArray(teamMembers.memberId, ids)));
  } else if (known.length > 0) {
    await tx
      .insert(teamMembers)
      .values(known.map((member) => ({ organizationId, teamId: row.id, memberId: member.id })))
      .onConflictDoNothing();
  }
  if (wanted.length > 0 || how === "replace") {
    const target = { type: "team", id: row.id, name: row.name };
    await recordAudit(tx, ctx, {
      action: "team.members_changed",
      target,
      after: { how, members: wanted.slice(0, 200), via: "scim" },
    });
  }
}
