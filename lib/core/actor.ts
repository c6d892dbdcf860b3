import type { AccessLevel, Permission, Role } from "./enums";
import type { Id } from "./ids";

/** A person acting inside one organization. `mfaAt` is when a factor was last proved in this session. */
export type UserActor = {
  type: "user";
  organizationId: Id<"organization">;
  userId: Id<"user">;
  memberId: Id<"member">;
  role: Role;
  /** Overrides per environment id; where there is none the role's default holds. */
  access: Readonly<Record<string, AccessLevel>>;
  sessionId: Id<"session">;
  mfaAt: Date | null;
};

/** A machine of an organization, with what its token allows and where. Null means everywhere. */
export type ServiceTokenActor = {
  type: "service_token";
  organizationId: Id<"organization">;
  serviceTokenId: Id<"serviceToken">;
  permissions: readonly (Permission | "*")[];
  projectId: Id<"project"> | null;
  environmentIds: readonly Id<"environment">[] | null;
};

/** The house itself: a job or an administrator's command. */
export type SystemActor = { type: "system"; organizationId: Id<"organization">; process: string };

export type Actor = UserActor | ServiceTokenActor | SystemActor;

/** A signed-in person before an organization is chosen; used by account verbs. */
export type AccountActor = {
  type: "account";
  userId: Id<"user">;
  sessionId: Id<"session">;
  mfaAt: Date | null;
  /** Signed in with the password alone where a factor is needed: may only prove or enrol a factor, or sign out. */
  half: boolean;
  /** The one organization that an organization's own identity provider vouched for; null is all of the person's. */
  confinedTo: Id<"organization"> | null;
};

/** Where a call came from; for audit, throttling and mail. */
export type RequestInfo = { requestId: string; ip: string | null; userAgent: string | null };
