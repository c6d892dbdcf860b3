import { SignJWT } from "jose";
import type { Clock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import type { KeyRing } from "./key-ring";
import { LONGEST_LIFE } from "./lifetimes";
import { AUDIENCE_LABEL } from "./schema";

/** What a lease is given for: a key with one version of its secret, or a trust rule with the CI job it let in. */
export type LeaseSubject =
  | { type: "key"; keyId: string; versionId: string }
  | { type: "trust_rule"; trustRuleId: string; source: { iss: string; sub: string } };

export type LeaseTerms = {
  subject: LeaseSubject;
  organizationId: string;
  projectId: string;
  environmentId: string;
  /** The environment's slug. */
  environment: string;
  scopes: readonly string[];
  /** Narrows who should accept it, inside the environment. */
  audience: string | null;
  /** The only address that may use it; null where the grant is not bound to addresses. */
  ip: string | null;
  /** Seconds. */
  life: number;
  /** Milliseconds since the epoch after which nothing may be leased; Infinity is never. */
  notAfter: number;
};

export type Lease = {
  id: string;
  token: string;
  subject: string;
  audience: string;
  scopes: readonly string[];
  ip: string | null;
  issuedAt: Date;
  expiresAt: Date;
};

/**
 * All tenants' leases have one issuer, so the audience always begins with the environment's id: nobody can get a lease
 * that another tenant's backend, or another environment's, takes for its own.
 */
export function audienceOf(environmentId: string, label: string | null): string {
  return label === null ? environmentId : `${environmentId}/${label}`;
}

/** The label of a wanted audience inside an environment: null for the environment itself, undefined when it is none. */
export function audienceLabel(wanted: string | null, environmentId: string): string | null | undefined {
  if (wanted === null || wanted === environmentId) return null;
  const label = wanted.startsWith(`${environmentId}/`) ? wanted.slice(environmentId.length + 1) : wanted;
  return AUDIENCE_LABEL.test(label) ? label : undefined;
}

/** Signs a lease. Null when less than a second is left until `notAfter`. Rejects when no signing key can be read. */
export async function issueLease(
  deps: { ring: KeyRing; clock: Clock; issuer: string },
  terms: LeaseTerms,
): Promise<Lease | null> {
  const now = deps.clock.now().getTime();
  const issued = Math.floor(now / 1000);
  const life = Math.min(terms.life, LONGEST_LIFE);
  const expires = Math.min(issued + life, Math.floor(terms.notAfter / 1000));
  if (expires <= issued) return null;
  const { id: kid, privateKey } = await deps.ring.signer();
  const id = newId("lease", now);
  const subject = terms.subject.type === "key" ? terms.subject.keyId : terms.subject.trustRuleId;
  const audience = audienceOf(terms.environmentId, terms.audience);
  const token = await new SignJWT({
    org: terms.organizationId,
    project: terms.projectId,
    environment: terms.environment,
    scopes: [...terms.scopes],
    ...(terms.subject.type === "key" ? { version: terms.subject.versionId } : { source: terms.subject.source }),
    ...(terms.ip === null ? {} : { ip: terms.ip }),
  })
    .setProtectedHeader({ alg: "EdDSA", kid, typ: "lease+jwt" })
    .setIssuer(deps.issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(id)
    .setIssuedAt(issued)
    .setNotBefore(issued)
    .setExpirationTime(expires)
    .sign(privateKey);
  return {
    id,
    token,
    subject,
    audience,
    scopes: terms.scopes,
    ip: terms.ip,
    issuedAt: new Date(issued * 1000),
    expiresAt: new Date(expires * 1000),
  };
}
