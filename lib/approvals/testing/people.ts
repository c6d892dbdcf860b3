import { sql } from "drizzle-orm";
import { members, sessions, teamMembers, teams, users } from "@/db/schema/people";
import { policies } from "@/db/schema/projects";
import { type Context, withOrganization } from "@/db/tenancy";
import type { TestOrganization, TestPerson } from "@/db/testing/organization";
import type { Role } from "@/lib/core/enums";
import { newId } from "@/lib/core/ids";
import type { Policy } from "@/lib/policies/schema";

/** A further member of a test organization, with a session that has just proved a factor. */
export async function addPerson(
  organization: TestOrganization,
  role: Role,
  options: { team?: `team_${string}` } = {},
): Promise<TestPerson> {
  const ctx = organization.system();
  const now = ctx.clock.now();
  const userId = newId("user");
  const mark = userId.slice(-10);
  const person: TestPerson = {
    userId,
    memberId: newId("member"),
    email: `${mark}@example.test`,
    name: `${role} ${mark}`,
    role,
    sessionId: newId("session"),
  };
  await withOrganization(ctx, async (tx) => {
    const { email, name } = person;
    await tx.insert(users).values({ id: userId, email, emailVerifiedAt: now, name, createdAt: now, updatedAt: now });
    await tx.insert(members).values({
      organizationId: organization.id,
      id: person.memberId,
      userId,
      role,
      state: "active",
      createdAt: now,
      updatedAt: now,
    });
    await tx.insert(sessions).values({
      id: person.sessionId,
      userId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
      mfaAt: now,
      method: "password",
    });
    if (options.team) {
      await tx
        .insert(teamMembers)
        .values({ organizationId: organization.id, teamId: options.team, memberId: person.memberId });
    }
  });
  return person;
}

export async function addTeam(organization: TestOrganization, slug: string): Promise<`team_${string}`> {
  const id = newId("team");
  const ctx = organization.system();
  await withOrganization(ctx, (tx) =>
    tx.insert(teams).values({ organizationId: organization.id, id, slug, name: slug, createdAt: ctx.clock.now() }),
  );
  return id;
}

/** A verb's context as this person, with a factor proved at the clock's now. */
export function contextAs(organization: TestOrganization, person: TestPerson): Context {
  const base = organization.as(person.role);
  const { userId, memberId, role, sessionId } = person;
  const actor = {
    type: "user" as const,
    organizationId: organization.id,
    userId,
    memberId,
    role,
    access: {},
    sessionId,
  };
  return { ...base, actor: { ...actor, mfaAt: base.clock.now() } };
}

/** Sets fields of an environment's policy; those not named stay the preset's. */
export async function setPolicy(
  organization: TestOrganization,
  environment: keyof TestOrganization["environments"],
  document: Partial<Policy>,
): Promise<void> {
  const ctx = organization.system();
  await withOrganization(ctx, (tx) =>
    tx.update(policies).set({ document }).where(sql`environment_id = ${organization.environments[environment].id}`),
  );
}

/** Takes a person's membership away, as offboarding does. */
export async function removePerson(organization: TestOrganization, person: TestPerson): Promise<void> {
  await withOrganization(organization.system(), (tx) =>
    tx.update(members).set({ state: "removed", removedAt: new Date() }).where(sql`id = ${person.memberId}`),
  );
}
