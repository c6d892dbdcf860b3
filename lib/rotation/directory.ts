import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { members, organizations, teamMembers, users } from "@/db/schema/people";
import type { Id } from "@/lib/core/ids";

/** Somebody who is told; `isOwner` is of the key that it is about. */
export type Reader = { id: Id<"user">; name: string; email: string; timezone: string };

/** Who is in an organization, read once for everything that is told in one go. */
export type Directory = {
  organization: { name: string; slug: string; timezone: string };
  people: ReadonlyMap<string, Reader>;
  teams: ReadonlyMap<string, readonly Reader[]>;
  /** Active owners and admins. */
  admins: readonly Reader[];
};

/** Active members with their teams. */
export async function readDirectory(tx: Transaction, organizationId: Id<"organization">): Promise<Directory> {
  const [organization] = await tx
    .select({ name: organizations.name, slug: organizations.slug, timezone: organizations.timezone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  const found = organization ?? { name: "", slug: "", timezone: "UTC" };
  const rows = await tx
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      timezone: users.timezone,
      role: members.role,
      memberId: members.id,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organizationId, organizationId), eq(members.state, "active")))
    .orderBy(members.id);
  const people = new Map<string, Reader>();
  const byMember = new Map<string, Reader>();
  for (const { id, name, email, timezone, memberId } of rows) {
    const reader = { id, name, email, timezone: timezone ?? found.timezone };
    people.set(id, reader);
    byMember.set(memberId, reader);
  }
  const teams = new Map<string, Reader[]>();
  const places = await tx
    .select({ teamId: teamMembers.teamId, memberId: teamMembers.memberId })
    .from(teamMembers)
    .where(eq(teamMembers.organizationId, organizationId));
  for (const { teamId, memberId } of places) {
    const reader = byMember.get(memberId);
    if (reader) teams.set(teamId, [...(teams.get(teamId) ?? []), reader]);
  }
  const admins = rows
    .filter(({ role }) => role === "owner" || role === "admin")
    .flatMap(({ id }) => people.get(id) ?? []);
  return { organization: found, people, teams, admins };
}

/** Whom a key belongs to, and who looks after it when they do not. */
export type Ownership = {
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
};

/** How far news of a key goes: its owner, then its fallback owner too, then admins too. */
export type Reach = "owner" | "fallback" | "admins";

/** The active people who own a key: its team's where a team does. */
export function ownersOf(directory: Directory, key: Ownership): readonly Reader[] {
  if (key.ownerTeamId !== null) return directory.teams.get(key.ownerTeamId) ?? [];
  const owner = key.ownerUserId === null ? undefined : directory.people.get(key.ownerUserId);
  return owner ? [owner] : [];
}

/** Everyone who is told of a key, each once. A key whose owner has left is its fallback owner's and the admins' business. */
export function readersOf(directory: Directory, key: Ownership, reach: Reach): { reader: Reader; isOwner: boolean }[] {
  const owners = ownersOf(directory, key);
  const isOrphan = owners.length === 0;
  const fallback = key.fallbackUserId === null ? undefined : directory.people.get(key.fallbackUserId);
  const others = [
    ...(fallback && (reach !== "owner" || isOrphan) ? [fallback] : []),
    ...(reach === "admins" || isOrphan ? directory.admins : []),
  ];
  const told = new Map(owners.map((reader) => [reader.id, { reader, isOwner: true }]));
  for (const reader of others) if (!told.has(reader.id)) told.set(reader.id, { reader, isOwner: false });
  return [...told.values()];
}
