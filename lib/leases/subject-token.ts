import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import { sha256 } from "@/lib/core/vault";
import type { IssuerKeySet } from "./issuers/issuer-keys";
import { TokenError } from "./token-error";

/** Signatures we accept: asymmetric ones alone, so that a public key can never be taken for a shared secret. */
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "Ed25519"];
const SKEW_SECONDS = 60;
const LONGEST_TOKEN = 16 * 1024;
const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;

/** What a token says of itself before anything of it is proved. */
export type ClaimedToken = { text: string; issuer: string; audiences: string[]; keyId: string | undefined };

/** A token whose signature, times and audience were checked. */
export type SubjectToken = { subject: string; expiresAt: Date; claims: JWTPayload; fingerprint: Buffer };

function refuse(message: string, cause?: unknown): TokenError {
  return new TokenError("invalid_grant", message, cause);
}

/** Reads issuer, audience and key id of a compact JWT. @throws TokenError invalid_grant, also for unsigned and HMAC ones. */
export function readClaimedToken(text: string): ClaimedToken {
  if (text.length > LONGEST_TOKEN || !COMPACT.test(text)) throw refuse("The subject token is not a signed JWT.");
  try {
    const { alg, kid } = decodeProtectedHeader(text);
    if (!alg || !ALGORITHMS.includes(alg)) {
      throw refuse(`The subject token must be signed with one of ${ALGORITHMS.slice(0, 4).join(", ")}.`);
    }
    const { iss, aud } = decodeJwt(text);
    if (typeof iss !== "string" || iss === "") throw refuse("The subject token has no issuer.");
    const audiences = (Array.isArray(aud) ? aud : [aud]).filter((one) => typeof one === "string" && one !== "");
    if (audiences.length === 0 || audiences.length > 20) throw refuse("The subject token has no audience.");
    return { text, issuer: iss, audiences: audiences.map(String), keyId: typeof kid === "string" ? kid : undefined };
  } catch (error) {
    throw error instanceof TokenError ? error : refuse("The subject token cannot be read.", error);
  }
}

/** Checks signature, issuer, audience and times. @throws TokenError invalid_grant with what is wrong. */
export async function verifySubjectToken(
  token: ClaimedToken,
  audience: string,
  set: IssuerKeySet,
  now: Date,
): Promise<SubjectToken> {
  const claims = await verifySignature(token, audience, set, now);
  if (typeof claims.sub !== "string" || claims.sub === "") throw refuse("The subject token has no subject.");
  const { exp, iat } = claims;
  if (exp === undefined) throw refuse("The subject token has no expiry.");
  if (iat !== undefined && iat > now.getTime() / 1000 + SKEW_SECONDS) {
    throw refuse("The subject token was issued in the future.");
  }
  const name =
    typeof claims.jti === "string" && claims.jti !== "" ? `jti\0${claims.jti}` : `token\0${signedPart(token.text)}`;
  return {
    subject: claims.sub,
    expiresAt: new Date(Math.min((exp + SKEW_SECONDS + 1) * 1000, 8.64e15)),
    claims,
    fingerprint: sha256(`${token.issuer}\0${name}`),
  };
}

/** Without the signature: an ECDSA one can be written in two ways, and both are the same token. */
function signedPart(text: string): string {
  return text.slice(0, text.lastIndexOf("."));
}

async function verifySignature(
  token: ClaimedToken,
  audience: string,
  set: IssuerKeySet,
  now: Date,
): Promise<JWTPayload> {
  const options = {
    algorithms: ALGORITHMS,
    issuer: token.issuer,
    audience,
    clockTolerance: SKEW_SECONDS,
    currentDate: now,
    requiredClaims: ["exp"],
  };
  try {
    return (await jwtVerify(token.text, set.keys, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw asRefusal(error);
    // A token without a key id, and an issuer with several keys of its kind: one of them has to fit.
    for await (const key of error) {
      try {
        return (await jwtVerify(token.text, key, options)).payload;
      } catch (reason) {
        if (!(reason instanceof errors.JWSSignatureVerificationFailed)) throw asRefusal(reason);
      }
    }
    throw refuse("The subject token's signature is not its issuer's.", error);
  }
}

function asRefusal(error: unknown): TokenError {
  if (error instanceof errors.JWTExpired) return refuse("The subject token has expired.", error);
  if (error instanceof errors.JWTClaimValidationFailed) {
    return refuse(
      error.claim === "nbf"
        ? "The subject token is not valid yet."
        : `The subject token's ${error.claim} is not accepted.`,
      error,
    );
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return refuse("The subject token's key is not in its issuer's key set.", error);
  }
  return refuse("The subject token's signature is not its issuer's.", error);
}
