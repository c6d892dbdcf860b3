import type { Clock } from "@/lib/core/clock";
import { scopeCovers } from "@/lib/core/scopes";
import { AddressList } from "@/lib/verification/address";
import { claimTexts, matchesClaim } from "./claim-pattern";
import { audienceLabel, issueLease, type Lease } from "./issue-lease";
import type { IssuerKeys } from "./issuers/issuer-keys";
import type { KeyRing } from "./key-ring";
import type { LeaseDatabase } from "./lease-database";
import { type ClaimedToken, readClaimedToken, type SubjectToken, verifySubjectToken } from "./subject-token";
import { TokenError } from "./token-error";
import type { TokenRequest } from "./token-request";
import { type ActiveRule, consumeToken, findActiveRules } from "./trust-rule-lookup";

export type ExchangeParts = {
  database: LeaseDatabase;
  ring: KeyRing;
  issuers: IssuerKeys;
  clock: Clock;
  /** The origin of the gateway. */
  issuer: string;
};

/** Exchanges in flight at once; beyond, callers are told to come back, so that nobody can queue work without end. */
const MOST_AT_ONCE = 64;

/** A CI job's OIDC token for a lease, under a trust rule (RFC 8693). */
export class TokenExchange {
  readonly #parts: ExchangeParts;
  #running = 0;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /**
   * Exchanges a token once. `ip` is where the call comes from, null when it is not known.
   * @throws TokenError; rejects as the database does when it cannot be asked.
   */
  async exchange(request: TokenRequest, ip: string | null): Promise<Lease> {
    if (this.#running >= MOST_AT_ONCE) throw new TokenError("temporarily_unavailable", "Too many exchanges at once.");
    this.#running += 1;
    try {
      return await this.#exchange(request, ip);
    } finally {
      this.#running -= 1;
    }
  }

  async #exchange(request: TokenRequest, ip: string | null): Promise<Lease> {
    const { database, ring, clock } = this.#parts;
    const claimed = readClaimedToken(request.subjectToken);
    const rule = chooseRule(await findActiveRules(database, claimed.issuer, claimed.audiences), request.target);
    const label = request.audience === rule.audience ? null : audienceLabel(request.audience, rule.environmentId);
    if (label === undefined) {
      throw new TokenError("invalid_target", "The audience must be letters, digits, dots, hyphens and slashes.");
    }
    requireAddress(rule, ip);
    const token = await this.#verify(claimed, rule);
    requireMatch(rule, token);
    const scopes = chooseScopes(rule, request.scopes);
    // A token is not used up for a lease that could not be signed.
    await ring.signer();
    const now = clock.now();
    const { fingerprint, expiresAt, subject } = token;
    const use = await consumeToken(database, { fingerprint, expiresAt, rule, subject, ip, now });
    if (use === "replayed") throw new TokenError("invalid_grant", "The subject token was exchanged before.");
    if (use === "changed")
      throw new TokenError("invalid_grant", "The trust rule changed just now. Try again with a new token.");
    const lease = await issueLease(this.#parts, {
      subject: { type: "trust_rule", trustRuleId: rule.id, source: { iss: claimed.issuer, sub: subject } },
      organizationId: rule.organizationId,
      projectId: rule.projectId,
      environmentId: rule.environmentId,
      environment: rule.environment,
      scopes,
      audience: label,
      ip: rule.addresses.length > 0 ? ip : null,
      life: rule.longestLife,
      notAfter: Number.POSITIVE_INFINITY,
    });
    if (!lease) throw new TokenError("invalid_grant", "The trust rule gives no life to a lease.");
    return lease;
  }

  async #verify(claimed: ClaimedToken, rule: ActiveRule): Promise<SubjectToken> {
    const set = await this.#parts.issuers.of(claimed.issuer, claimed.keyId).catch((error: unknown) => {
      throw new TokenError("temporarily_unavailable", "The token issuer's keys cannot be fetched.", error);
    });
    return verifySubjectToken(claimed, rule.audience, set, this.#parts.clock.now());
  }
}

function chooseRule(rules: readonly ActiveRule[], target: string | null): ActiveRule {
  const meant =
    target === null
      ? rules
      : rules.filter((rule) => [rule.id, rule.organizationId, rule.organizationSlug].includes(target));
  const [rule] = meant;
  if (!rule) throw new TokenError("invalid_grant", "No trust rule accepts the subject token's issuer and audience.");
  if (meant.length > 1) {
    throw new TokenError(
      "invalid_target",
      "Several trust rules accept this audience: name the organization or rule as resource.",
    );
  }
  return rule;
}

function requireAddress(rule: ActiveRule, ip: string | null): void {
  if (rule.addresses.length === 0) return;
  if (ip === null || !new AddressList(rule.addresses).allows(ip)) {
    throw new TokenError("invalid_grant", "The trust rule does not accept calls from this address.");
  }
}

function requireMatch(rule: ActiveRule, token: SubjectToken): void {
  if (!matchesClaim(rule.subject, token.subject)) {
    throw new TokenError("invalid_grant", "The subject token's sub does not match the trust rule.");
  }
  for (const [name, pattern] of Object.entries(rule.claims)) {
    if (!claimTexts(token.claims[name]).some((text) => matchesClaim(pattern, text))) {
      throw new TokenError("invalid_grant", `The subject token's ${name} does not match the trust rule.`);
    }
  }
}

function chooseScopes(rule: ActiveRule, wanted: readonly string[] | null): readonly string[] {
  if (wanted === null) return rule.scopes;
  const refused = wanted.filter((scope) => !rule.scopes.some((granted) => scopeCovers(granted, scope)));
  if (refused.length === 0) return wanted;
  throw new TokenError("invalid_scope", `The trust rule does not give ${refused.slice(0, 5).join(", ")}.`);
}
