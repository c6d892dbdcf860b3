import { members, organizations, sessions, users } from "@/db/schema/people";
import { environments, policies, projects, scopes } from "@/db/schema/projects";
import { type Context, enterOrganization } from "@/db/tenancy";
import type { Actor } from "@/lib/core/actor";
import { type Clock, systemClock } from "@/lib/core/clock";
import { ROLES, type Role, type Sensitivity } from "@/lib/core/enums";
import { type Id, newId } from "@/lib/core/ids";
import type { TestDatabase } from "./database";

export type TestPerson = {
  userId: Id<"user">;
  memberId: Id<"member">;
  email: string;
  name: string;
  role: Role;
  sessionId: Id<"session">;
};

export type TestOrganization = {
  id: Id<"organization">;
  slug: string;
  people: Record<Role, TestPerson>;
  project: { id: Id<"project">; slug: string; keyPrefix: string };
  environments: Record<"development" | "staging" | "production", { id: Id<"environment">; slug: string; tag: string }>;
  /** A verb's context as one of the people; `mfa` (default) proves a factor just now. */
  as(role: Role, options?: { mfa?: boolean; clock?: Clock }): Context;
  system(options?: { clock?: Clock }): Context;
};

let counter = 0;

const ENVIRONMENTS = [
  ["development", "dev", "green", "low"],
  ["staging", "stg", "amber", "moderate"],
  ["production", "prod", "red", "high"],
] as const satisfies readonly (readonly [string, string, string, Sensitivity])[];

/** An organization with one person per role, a project with three environments and the scopes items:read, items:write. */
export async function createTestOrganization(
  database: TestDatabase,
  clock: Clock = systemClock,
): Promise<TestOrganization> {
  counter += 1;
  const mark = `${counter}${Math.floor(performance.now()).toString(36)}`;
  const now = clock.now();
  const id = newId("organization");
  const slug = `tenant-${mark}`;
  const projectId = newId("project");
  const keyPrefix = `k${mark}`.slice(0, 12);
  const people: Partial<Record<Role, TestPerson>> = {};
  const made: Partial<TestOrganization["environments"]> = {};
  await database.app.drizzle.transaction(async (tx) => {
    await enterOrganization(tx, id);
    await tx
      .insert(organizations)
      .values({ id, slug, name: `Tenant ${mark}`, timezone: "UTC", settings: {}, createdAt: now, updatedAt: now });
    for (const role of ROLES) {
      const person: TestPerson = {
        userId: newId("user"),
        memberId: newId("member"),
        email: `${role}-${mark}@example.test`,
        name: `${role} ${mark}`,
        role,
        sessionId: newId("session"),
      };
      people[role] = person;
      await tx.insert(users).values({
        id: person.userId,
        email: person.email,
        emailVerifiedAt: now,
        name: person.name,
        createdAt: now,
        updatedAt: now,
      });
      await tx.insert(members).values({
        organizationId: id,
        id: person.memberId,
        userId: person.userId,
        role,
        state: "active",
        createdAt: now,
        updatedAt: now,
      });
      await tx.insert(sessions).values({
        id: person.sessionId,
        userId: person.userId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + 86_400_000),
        mfaAt: now,
        method: "password",
      });
    }
    await tx.insert(projects).values({
      organizationId: id,
      id: projectId,
      slug: "api",
      name: "API",
      description: "",
      keyPrefix,
      createdAt: now,
      updatedAt: now,
    });
    for (const [position, [name, tag, color, sensitivity]] of ENVIRONMENTS.entries()) {
      const environment = { id: newId("environment"), slug: name, tag };
      made[name] = environment;
      await tx.insert(environments).values({
        organizationId: id,
        ...environment,
        projectId,
        name: name[0]?.toUpperCase() + name.slice(1),
        color,
        sensitivity,
        position,
        createdAt: now,
        updatedAt: now,
      });
      await tx
        .insert(policies)
        .values({ organizationId: id, environmentId: environment.id, document: {}, version: 1, updatedAt: now });
    }
    for (const [name, sensitive] of [
      ["items:read", false],
      ["items:write", true],
    ] as const) {
      await tx.insert(scopes).values({
        organizationId: id,
        projectId,
        id: newId("scope"),
        name,
        description: "",
        category: "Items",
        sensitive,
        endpoints: [],
        createdAt: now,
        updatedAt: now,
      });
    }
  });
  const all = complete(people);
  const context = (actor: Actor, at: Clock): Context => ({
    actor,
    db: database.app,
    clock: at,
    vault: database.vault,
    request: { requestId: "req-test", ip: "203.0.113.9", userAgent: "vitest" },
  });
  return {
    id,
    slug,
    people: all,
    project: { id: projectId, slug: "api", keyPrefix },
    environments: completeEnvironments(made),
    as: (role, options = {}) => {
      const person = all[role];
      const at = options.clock ?? clock;
      return context(
        {
          type: "user",
          organizationId: id,
          userId: person.userId,
          memberId: person.memberId,
          role,
          access: {},
          sessionId: person.sessionId,
          mfaAt: options.mfa === false ? null : at.now(),
        },
        at,
      );
    },
    system: (options = {}) => context({ type: "system", organizationId: id, process: "test" }, options.clock ?? clock),
  };
}

function complete(people: Partial<Record<Role, TestPerson>>): Record<Role, TestPerson> {
  const { owner, admin, developer, auditor } = people;
  if (!owner || !admin || !developer || !auditor) throw new Error("Every role has a person.");
  return { owner, admin, developer, auditor };
}

function completeEnvironments(made: Partial<TestOrganization["environments"]>): TestOrganization["environments"] {
  const { development, staging, production } = made;
  if (!development || !staging || !production) throw new Error("There are three environments.");
  return { development, staging, production };
}
