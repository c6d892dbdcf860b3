import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { members, organizations, teamMembers, teams, users } from "@/db/schema/people";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { queueMail } from "@/lib/notifications/queue-mail";
import { describeActor } from "./describe-actor";

/** Who owns a key now. */
export type Owner = { ownerUserId: Id<"user">; ownerTeamId: null } | { ownerUserId: null; ownerTeamId: Id<"team"> };
export type HandedOver = { owner: Owner; key: { id: Id<"key">; name: string; project: string; environment: string } };

/** A mail lists so many keys; the rest is a number. */
const LISTED = 50;

/**
 * Mails every new owner once about all the keys they got from someone who left; of a team, each of its people. Whoever handed the
 * keys to themselves knows.
 */
export async function tellHeirs(
  tx: Transaction,
  ctx: Context,
  leaver: { userId: Id<"user">; name: string },
  handed: readonly HandedOver[],
): Promise<void> {
  const { organizationId } = ctx.actor;
  const byOwner = new Map<string, { owner: Owner; keys: HandedOver["key"][] }>();
  for (const { owner, key } of handed) {
    const id = owner.ownerUserId ?? owner.ownerTeamId;
    const known = byOwner.get(id);
    if (known) known.keys.push(key);
    else byOwner.set(id, { owner, keys: [key] });
  }
  if (byOwner.size === 0) return;
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  const slug = organization?.slug ?? "";
  const handedOverBy = await describeActor(tx, ctx.actor);
  for (const [ownerId, { owner, keys }] of byOwner) {
    const { team, people } = await readersOf(tx, organizationId, owner);
    for (const person of people) {
      if (team === null && ctx.actor.type === "user" && ctx.actor.userId === person.userId) continue;
      await queueMail(tx, ctx, organizationId, {
        event: `handed-over/${leaver.userId}/${ctx.request.requestId}/${ownerId}/${person.userId}`,
        template: "keys-handed-over",
        props: {
          organizationName: organization?.name ?? "",
          timeZone: person.timezone ?? organization?.timezone ?? "UTC",
          formerOwner: leaver.name,
          handedOverBy,
          team,
          keys: keys.slice(0, LISTED).map(({ id, name, project, environment }) => ({
            name,
            project,
            environment,
            url: pageUrl(`/${slug}/keys/${id}`),
          })),
          more: Math.max(0, keys.length - LISTED),
          keysUrl: pageUrl(`/${slug}/keys?owner=${ownerId}`),
        },
        to: person.email,
        userId: person.userId,
      });
    }
  }
}

async function readersOf(tx: Transaction, organizationId: Id<"organization">, owner: Owner) {
  const columns = { userId: users.id, email: users.email, timezone: users.timezone };
  if (owner.ownerUserId) {
    return { team: null, people: await tx.select(columns).from(users).where(eq(users.id, owner.ownerUserId)) };
  }
  const { ownerTeamId } = owner;
  const [team] = await tx
    .select({ name: teams.name })
    .from(teams)
    .where(and(eq(teams.organizationId, organizationId), eq(teams.id, ownerTeamId)));
  const people = await tx
    .select(columns)
    .from(teamMembers)
    .innerJoin(
      members,
      and(eq(members.organizationId, teamMembers.organizationId), eq(members.id, teamMembers.memberId)),
    )
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(teamMembers.organizationId, organizationId),
        eq(teamMembers.teamId, ownerTeamId),
        eq(members.state, "active"),
      ),
    );
  return { team: team?.name ?? "", people };
}
