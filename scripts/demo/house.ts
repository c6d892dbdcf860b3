import type { Database } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { UserActor } from "@/lib/core/actor";
import { type ManualClock, manualClock } from "@/lib/core/clock";
import type { Role } from "@/lib/core/enums";
import { type Id, newId } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import type { EnvironmentName, PersonName, ProjectName, TeamName } from "@/scripts/demo/acme";

export const DAY = 86_400_000;

export type Colleague = {
  userId: Id<"user">;
  memberId: Id<"member">;
  sessionId: Id<"session">;
  role: Role;
  email: string;
  name: string;
};

/** One secret of a key and when it was good, in milliseconds since the epoch. */
export type MadeVersion = { id: string; from: number; until: number };

/** A key that the history made, with what its traffic needs. */
export type MadeKey = {
  id: Id<"key">;
  projectId: string;
  environmentId: string;
  secret: string;
  versions: MadeVersion[];
  madeAt: number;
  expiresAt: number | null;
  disabledAt: number | null;
  revokedAt: number | null;
};

/** The organization while its history is written: its people, the clock of the moment, and what was made so far. */
export class DemoHouse {
  readonly db: Database;
  readonly vault: Vault;
  /** The real moment at which the demo is made; everything lies before it. */
  readonly now: Date;
  readonly clock: ManualClock;
  readonly people = new Map<PersonName, Colleague>();
  readonly teams = new Map<TeamName, Id<"team">>();
  readonly environments = new Map<`${ProjectName}/${EnvironmentName}`, string>();
  readonly keys = new Map<string, MadeKey>();
  organizationId: Id<"organization"> = newId("organization");

  constructor(db: Database, vault: Vault, now: Date) {
    this.db = db;
    this.vault = vault;
    this.now = now;
    this.clock = manualClock(now);
  }

  /** The instant so many days before the demo was made. */
  daysAgo(days: number): Date {
    return new Date(this.now.getTime() - days * DAY);
  }

  colleague(name: PersonName): Colleague {
    const found = this.people.get(name);
    if (!found) throw new Error(`${name} has not joined yet.`);
    return found;
  }

  team(slug: TeamName): Id<"team"> {
    const found = this.teams.get(slug);
    if (!found) throw new Error(`The team ${slug} is not made yet.`);
    return found;
  }

  environment(project: ProjectName, slug: EnvironmentName): string {
    const found = this.environments.get(`${project}/${slug}`);
    if (found === undefined) throw new Error(`The environment ${slug} of ${project} is not made yet.`);
    return found;
  }

  key(name: string): MadeKey {
    const found = this.keys.get(name);
    if (!found) throw new Error(`The key ${name} is not made yet.`);
    return found;
  }

  /** A verb's context as one of the people, at the clock's moment, with a factor proved just now. */
  as(name: PersonName): Context<UserActor> {
    const { userId, memberId, sessionId, role } = this.colleague(name);
    const { organizationId } = this;
    return {
      ...this.#base(name),
      actor: { type: "user", organizationId, userId, memberId, sessionId, role, access: {}, mfaAt: this.clock.now() },
    };
  }

  system(): Context {
    return { ...this.#base(null), actor: { type: "system", organizationId: this.organizationId, process: "demo" } };
  }

  #base(name: PersonName | null) {
    const request = {
      requestId: "demo",
      ip: name === null ? null : "217.160.0.10",
      userAgent: name === null ? null : "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
    };
    return { db: this.db, vault: this.vault, clock: this.clock, request };
  }
}
