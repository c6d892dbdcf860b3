import type { z } from "zod";
import type { signIns } from "@/db/schema/identity";
import type { sessions, users } from "@/db/schema/people";
import type { AccountActor } from "@/lib/core/actor";
import { STEP_UP_MINUTES } from "@/lib/core/permissions";
import { describeDevice } from "./describe-device";
import type { factorsOf, linkedAccountsOf, membershipsOf, Standing } from "./queries";
import type { accountSchema, assuranceSchema, factorsSchema, sessionSchema, signInEventSchema } from "./schema";

type Factors = Awaited<ReturnType<typeof factorsOf>>;
type Memberships = Awaited<ReturnType<typeof membershipsOf>>;

/** The ways in which this person can prove that it is them, now. */
function acceptedFactors(factors: Factors): z.output<typeof assuranceSchema>["accepted"] {
  const accepted: z.output<typeof assuranceSchema>["accepted"] = [];
  if (factors.passkeys.length > 0) accepted.push("passkey");
  if (factors.totp) accepted.push("totp");
  if (accepted.length > 0 && factors.recoveryCodesLeft > 0) accepted.push("recovery_code");
  return accepted.length > 0 ? accepted : ["password"];
}

function presentAssurance(actor: AccountActor, factors: Factors, standing: Standing): z.output<typeof assuranceSchema> {
  const until = actor.mfaAt ? new Date(actor.mfaAt.getTime() + STEP_UP_MINUTES * 60_000) : null;
  return {
    half: actor.half,
    mfaAt: actor.mfaAt?.toISOString() ?? null,
    stepUpUntil: until?.toISOString() ?? null,
    accepted: acceptedFactors(factors),
    mustEnrol: actor.half && !standing.enrolled,
  };
}

function presentFactors(factors: Factors, hasPassword: boolean): z.output<typeof factorsSchema> {
  return {
    totp: factors.totp
      ? {
          id: factors.totp.id,
          name: factors.totp.name,
          createdAt: factors.totp.createdAt.toISOString(),
          lastUsedAt: factors.totp.lastUsedAt?.toISOString() ?? null,
        }
      : null,
    passkeys: factors.passkeys.map((passkey) => ({
      id: passkey.id,
      name: passkey.name,
      backedUp: passkey.backedUp,
      createdAt: passkey.createdAt.toISOString(),
      lastUsedAt: passkey.lastUsedAt?.toISOString() ?? null,
    })),
    recoveryCodesLeft: factors.recoveryCodesLeft,
    password: hasPassword,
  };
}

export function presentAccount(
  actor: AccountActor,
  user: typeof users.$inferSelect,
  memberships: Memberships,
  factors: Factors,
  links: Awaited<ReturnType<typeof linkedAccountsOf>>,
  standing: Standing,
): z.output<typeof accountSchema> {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    timezone: user.timezone,
    createdAt: user.createdAt.toISOString(),
    passwordChangedAt: user.passwordChangedAt?.toISOString() ?? null,
    sessionId: actor.sessionId,
    memberships: memberships.map((membership) => ({
      organizationId: membership.organizationId,
      organization: membership.organization,
      name: membership.name,
      role: membership.role,
      memberId: membership.memberId,
      requiresMfa: membership.settings.requireMfa === true,
    })),
    factors: presentFactors(factors, user.passwordHash !== null),
    linkedAccounts: links.map((link) => ({
      id: link.id,
      provider: link.provider,
      email: link.email,
      createdAt: link.createdAt.toISOString(),
      lastUsedAt: link.lastUsedAt?.toISOString() ?? null,
    })),
    assurance: presentAssurance(actor, factors, standing),
  };
}

export function presentSession(row: typeof sessions.$inferSelect, current: string): z.output<typeof sessionSchema> {
  return {
    id: row.id,
    current: row.id === current,
    method: row.method,
    factor: row.factor,
    ...describeDevice(row.userAgent),
    ip: row.ip,
    country: row.country,
    createdAt: (row.startedAt ?? row.createdAt).toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    mfaAt: row.mfaAt?.toISOString() ?? null,
  };
}

export function presentSignIn(row: typeof signIns.$inferSelect): z.output<typeof signInEventSchema> {
  return {
    id: row.id,
    at: row.at.toISOString(),
    outcome: row.outcome,
    method: row.method,
    ...describeDevice(row.userAgent),
    ip: row.ip,
    country: row.country,
  };
}
