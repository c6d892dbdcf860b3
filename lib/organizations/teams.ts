import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { teamMembers, teams } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { idSchema, newId } from "@/lib/core/ids";
import { decodeCursor, encodeCursor, type Page, pageOf } from "@/lib/core/pagination";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { slugify } from "@/lib/core/slug";
import { presentTeam } from "./present";
import { findMember, findTeam, peopleOfTeam, teamsOf } from "./queries";
import { requireManager } from "./require-manager";
import {
  createTeamSchema,
  listTeamsSchema,
  type teamDetailSchema,
  teamMemberSchema,
  type teamSchema,
  updateTeamSchema,
} from "./schema";
import { isTaken } from "./update-organization";

type Presented = z.output<typeof teamSchema>;
type Detail = z.output<typeof teamDetailSchema>;

/** Teams, in the order in which they were made. */
export async function listTeams(ctx: Context, query: unknown): Promise<Page<Presented>> {
  requirePermission(ctx.actor, "members:read");
  const { limit, cursor } = parseInput(listTeamsSchema, query);
  const after = cursor === undefined ? null : decodeCursor(cursor, z.tuple([idSchema("team")]))[0];
  return withOrganization(ctx, async (tx) => {
    const rows = await teamsOf(tx, ctx.actor.organizationId, { limit: limit + 1, after });
    const page = pageOf(rows, limit, (row) => encodeCursor([row.id]));
    return { items: page.items.map(presentTeam), nextCursor: page.nextCursor };
  });
}

/** One team with its people, by id or slug. @throws not_found. */
export async function readTeam(ctx: Context, reference: string): Promise<Detail> {
  requirePermission(ctx.actor, "members:read");
  return withOrganization(ctx, (tx) => detailOf(tx, ctx, reference));
}

async function detailOf(tx: Transaction, ctx: Context, reference: string): Promise<Detail> {
  const team = await findTeam(tx, ctx.actor.organizationId, reference);
  if (!team) throw notFound("team");
  return { ...presentTeam(team), people: await peopleOfTeam(tx, ctx.actor.organizationId, team.id) };
}

/** Makes a team, which can own keys. @throws forbidden, conflict when the slug is taken. */
export async function createTeam(ctx: Context, input: unknown): Promise<Detail> {
  requireManager(ctx.actor);
  const { name, slug } = parseInput(createTeamSchema, input);
  return orTaken(() =>
    withOrganization(ctx, async (tx) => {
      const now = ctx.clock.now();
      const id = newId("team", now.getTime());
      const chosen = slug ?? slugify(name, "team");
      await tx
        .insert(teams)
        .values({ organizationId: ctx.actor.organizationId, id, slug: chosen, name, createdAt: now });
      await recordAudit(tx, ctx, {
        action: "team.created",
        target: { type: "team", id, name },
        after: { name, slug: chosen },
      });
      return detailOf(tx, ctx, id);
    }),
  );
}

/** Changes a team's name or slug; what is not named stays. @throws forbidden, not_found, conflict. */
export async function updateTeam(ctx: Context, reference: string, input: unknown): Promise<Detail> {
  requireManager(ctx.actor);
  const changes = parseInput(updateTeamSchema, input);
  if (changes.name === undefined && changes.slug === undefined) {
    throw invalidInput([{ path: "", message: "names nothing to change" }]);
  }
  return orTaken(() =>
    withOrganization(ctx, async (tx) => {
      const team = await findTeam(tx, ctx.actor.organizationId, reference);
      if (!team) throw notFound("team");
      await tx
        .update(teams)
        .set({ ...(changes.name ? { name: changes.name } : {}), ...(changes.slug ? { slug: changes.slug } : {}) })
        .where(and(eq(teams.organizationId, ctx.actor.organizationId), eq(teams.id, team.id)));
      await recordAudit(tx, ctx, {
        action: "team.updated",
        target: { type: "team", id: team.id, name: changes.name ?? team.name },
        before: { name: team.name, slug: team.slug },
        after: changes,
      });
      return detailOf(tx, ctx, team.id);
    }),
  );
}

/** Removes a team that owns no live key. @throws forbidden, not_found, conflict. */
export async function deleteTeam(ctx: Context, reference: string): Promise<void> {
  requireManager(ctx.actor);
  const { organizationId } = ctx.actor;
  await withOrganization(ctx, async (tx) => {
    const team = await findTeam(tx, organizationId, reference);
    if (!team) throw notFound("team");
    // Revoked keys keep their owner for their history, and the foreign key keeps the team for them.
    const owns = await tx.execute(
      sql`select 1 from keys where organization_id = ${organizationId} and owner_team_id = ${team.id} limit 1`,
    );
    if (owns.rows.length > 0) {
      throw conflict(
        "This team owns keys, or owned some that are revoked. Transfer the live ones; the team stays for the history.",
      );
    }
    await tx.delete(teams).where(and(eq(teams.organizationId, organizationId), eq(teams.id, team.id)));
    await recordAudit(tx, ctx, {
      action: "team.deleted",
      target: { type: "team", id: team.id, name: team.name },
      before: { name: team.name, slug: team.slug, members: team.members },
    });
  });
}

/** Adds a member to a team; adding twice changes nothing. @throws forbidden, not_found, invalid_input. */
export async function addTeamMember(ctx: Context, reference: string, input: unknown): Promise<Detail> {
  requireManager(ctx.actor);
  const { memberId } = parseInput(teamMemberSchema, input);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const team = await findTeam(tx, organizationId, reference);
    if (!team) throw notFound("team");
    const member = await findMember(tx, organizationId, memberId);
    if (!member) throw invalidInput([{ path: "memberId", message: "is not a member of this organization" }]);
    const added = await tx
      .insert(teamMembers)
      .values({ organizationId, teamId: team.id, memberId: member.id })
      .onConflictDoNothing()
      .returning({ memberId: teamMembers.memberId });
    if (added.length > 0) {
      const after = { memberId: member.id, name: member.name };
      await recordAudit(tx, ctx, {
        action: "team.member_added",
        target: { type: "team", id: team.id, name: team.name },
        after,
      });
    }
    return detailOf(tx, ctx, team.id);
  });
}

/** Takes a member out of a team. @throws forbidden, not_found. */
export async function removeTeamMember(ctx: Context, reference: string, memberId: string): Promise<Detail> {
  requireManager(ctx.actor);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const team = await findTeam(tx, organizationId, reference);
    if (!team) throw notFound("team");
    const removed = await tx
      .delete(teamMembers)
      .where(
        and(
          eq(teamMembers.organizationId, organizationId),
          eq(teamMembers.teamId, team.id),
          sql`${teamMembers.memberId} = ${memberId}`,
        ),
      )
      .returning({ memberId: teamMembers.memberId });
    if (removed.length === 0) throw notFound("member of this team");
    const target = { type: "team", id: team.id, name: team.name };
    await recordAudit(tx, ctx, { action: "team.member_removed", target, before: { memberId } });
    return detailOf(tx, ctx, team.id);
  });
}

async function orTaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isTaken(error)) throw conflict("This slug is taken. Choose another.", { field: "slug" });
    throw error;
  }
}
