import { and, eq, inArray, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { keys } from "@/db/schema/keys";
import { members, organizations, teamMembers, users } from "@/db/schema/people";
import type { Role } from "@/lib/core/enums";
import type { Id } from "@/lib/core/ids";

export type Person = { id: Id<"user">; name: string; email: string; timezone: string | null };

const PERSON = { id: users.id, name: users.name, email: users.email, timezone: users.timezone };

/** A person by id, or null. */
export async function personOf(tx: Transaction, id: Id<"user">): Promise<Person | null> {
  const [row] = await tx.select(PERSON).from(users).where(eq(users.id, id));
  return row ?? null;
}

/** The active members who own a key (its team's members where a team does), or who have a role; with the organization. */
export async function peopleOf(
  tx: Transaction,
  organizationId: Id<"organization">,
  who: { key: typeof keys.$inferSelect } | { role: Role },
): Promise<{ organization: { name: string; slug: string; timezone: string }; people: Person[] }> {
  const [organization] = await tx
    .select({ name: organizations.name, slug: organizations.slug, timezone: organizations.timezone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  const people = await tx
    .select(PERSON)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(eq(members.organizationId, organizationId), eq(members.state, "active"), membership(tx, organizationId, who)),
    );
  return { organization: organization ?? { name: "", slug: "", timezone: "UTC" }, people };
}

function membership(
  tx: Transaction,
  organizationId: Id<"organization">,
  who: { key: typeof keys.$inferSelect } | { role: Role },
) {
  if ("role" in who) return eq(members.role, who.role);
  const { ownerTeamId, ownerUserId } = who.key;
  if (ownerTeamId === null) return ownerUserId === null ? sql`false` : eq(members.userId, ownerUserId);
  return inArray(
    members.id,
    tx
      .select({ id: teamMembers.memberId })
      .from(teamMembers)
      .where(and(eq(teamMembers.organizationId, organizationId), eq(teamMembers.teamId, ownerTeamId))),
  );
}

/** Verifications of a key in the hours since, to the hour. */
export async function callsSince(tx: Transaction, organizationId: string, keyId: string, since: Date): Promise<number> {
  const { rows } = await tx.execute<{ total: number }>(sql`
    select coalesce(sum(count), 0) as total from usage_hourly
    where organization_id = ${organizationId} and key_id = ${keyId} and hour >= ${since.toISOString()}::timestamptz`);
  return rows[0]?.total ?? 0;
}
