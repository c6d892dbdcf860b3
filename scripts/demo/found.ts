import { users } from "@/db/schema/people";
import { withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { idSchema, newId } from "@/lib/core/ids";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { activateMember } from "@/lib/organizations/accept-invitation";
import { createOrganization } from "@/lib/organizations/create-organization";
import { addTeamMember, createTeam } from "@/lib/organizations/teams";
import { createProject } from "@/lib/projects/create-project";
import { replaceScopes } from "@/lib/projects/replace-scopes";
import { createTemplate } from "@/lib/templates/change-templates";
import { BEGAN, ENVIRONMENTS, PEOPLE, PROJECTS, TEAMS, TEMPLATES } from "@/scripts/demo/acme";
import type { DemoHouse } from "@/scripts/demo/house";

/** Something that happened in Acme, so many days before the demo was made. */
export type Happening = { at: number; run(house: DemoHouse): Promise<void> };

type Person = (typeof PEOPLE)[number];

/** How Acme came to be: its people as they joined, teams, projects with their catalogues, templates. */
export function foundingOf(password: string): Happening[] {
  const [owner, ...others] = PEOPLE;
  if (!owner) return [];
  return [
    { at: BEGAN, run: (house) => begin(house, owner, password) },
    ...others.map((person) => ({ at: person.joined, run: (house: DemoHouse) => join(house, person, password) })),
    ...TEAMS.map((team, index) => ({
      at: 213 - index / 100,
      run: async (house: DemoHouse) => {
        const made = await createTeam(house.as("tomas"), { name: team.name, slug: team.slug });
        house.teams.set(team.slug, idSchema("team").parse(made.id));
      },
    })),
    ...TEAMS.flatMap((team) =>
      team.people.map((name) => ({
        at: Math.min(212, (PEOPLE.find(({ id }) => id === name)?.joined ?? 0) - 0.5),
        run: async (house: DemoHouse) => {
          await addTeamMember(house.as("tomas"), team.slug, { memberId: house.colleague(name).memberId });
        },
      })),
    ),
    ...PROJECTS.map(({ scopes, ...project }, index) => ({
      at: 234 - index * 4,
      run: async (house: DemoHouse) => {
        const made = await createProject(house.as("priya"), project);
        for (const slug of ENVIRONMENTS) {
          const environment = made.environments.find((one) => one.slug === slug);
          if (environment) house.environments.set(`${project.slug}/${slug}`, environment.id);
        }
        await replaceScopes(house.as("priya"), made.id, { scopes });
      },
    })),
    ...TEMPLATES.map(({ project, body }, index) => ({
      at: 140 - index * 7,
      run: async (house: DemoHouse) => {
        await createTemplate(house.as("priya"), project, body);
      },
    })),
  ];
}

async function begin(house: DemoHouse, person: Person, password: string): Promise<void> {
  const userId = await insertUser(house, person, password);
  const { clock, db, vault } = house;
  const request = { requestId: "demo", ip: null, userAgent: null };
  const made = await createOrganization(
    { actor: null, clock, db, vault, request },
    { name: "Acme", slug: "acme", timezone: "Europe/London", owner: { userId } },
  );
  house.organizationId = made.id;
  remember(house, person, userId, made.memberId);
}

async function join(house: DemoHouse, person: Person, password: string): Promise<void> {
  const userId = await insertUser(house, person, password);
  const ctx = house.system();
  const { organizationId } = house;
  const memberId = await withOrganization(ctx, async (tx) => {
    const now = house.clock.now();
    const id = await activateMember(tx, { organizationId, userId, role: person.role, now });
    const target = { type: "member", id, name: person.name };
    await recordAudit(tx, ctx, { action: "member.provisioned", target, after: { role: person.role } });
    return id;
  });
  if (!memberId) throw new Error(`${person.name} is a member already.`);
  remember(house, person, userId, memberId);
}

async function insertUser(house: DemoHouse, person: Person, password: string): Promise<`usr_${string}`> {
  const now = house.clock.now();
  const id = newId("user", now.getTime());
  await house.db.drizzle.insert(users).values({
    id,
    email: emailOf(person),
    emailVerifiedAt: now,
    name: person.name,
    timezone: person.timezone,
    passwordHash: await hashPassword(password),
    passwordChangedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  return id;
}

/** The address a person of the demo signs in with. */
export function emailOf(person: { id: string }): string {
  return `${person.id}@acme.test`;
}

function remember(house: DemoHouse, person: Person, userId: `usr_${string}`, memberId: `mbr_${string}`): void {
  const { role, name } = person;
  house.people.set(person.id, { userId, memberId, sessionId: newId("session"), role, email: emailOf(person), name });
}
