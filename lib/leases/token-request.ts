import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { TokenError } from "./token-error";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";
export const JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";
const SUBJECT_TYPES = new Set([JWT_TYPE, "urn:ietf:params:oauth:token-type:id_token"]);
const ISSUED_TYPES = new Set([JWT_TYPE, "urn:ietf:params:oauth:token-type:access_token"]);
const RESOURCE = /^urn:latchkey:([a-z0-9_-]{1,64})$/;

/** The form of `POST /v1/token`. */
export type TokenRequest = {
  subjectToken: string;
  /** Null: all scopes of the rule. */
  scopes: string[] | null;
  /** As it came: the rule's own audience, or a label that narrows the lease's. */
  audience: string | null;
  /** The organization (id or slug) or rule whose trust is meant, where the token's audience fits several. */
  target: string | null;
};

function once(
  form: URLSearchParams,
  name: string,
  code: "invalid_request" | "invalid_target" = "invalid_request",
): string | null {
  const values = form.getAll(name);
  if (values.length > 1) throw new TokenError(code, `The parameter ${name} may be given once.`);
  // RFC 6749 section 3.2: a parameter without a value counts as left out.
  return values[0] || null;
}

/** Reads the form. Unknown parameters are ignored, as RFC 6749 asks. @throws TokenError */
export function readTokenRequest(text: string): TokenRequest {
  const form = new URLSearchParams(text);
  const grantType = once(form, "grant_type");
  if (grantType === null) throw new TokenError("invalid_request", "The parameter grant_type is missing.");
  if (grantType !== GRANT_TYPE) throw new TokenError("unsupported_grant_type", `The grant_type must be ${GRANT_TYPE}.`);
  const subjectToken = once(form, "subject_token");
  if (subjectToken === null) throw new TokenError("invalid_request", "The parameter subject_token is missing.");
  if (!SUBJECT_TYPES.has(once(form, "subject_token_type") ?? "")) {
    throw new TokenError("invalid_request", `The subject_token_type must be ${[...SUBJECT_TYPES].join(" or ")}.`);
  }
  const issuedType = once(form, "requested_token_type");
  if (issuedType !== null && !ISSUED_TYPES.has(issuedType)) {
    throw new TokenError("invalid_request", `The requested_token_type must be ${JWT_TYPE}.`);
  }
  if (form.has("actor_token"))
    throw new TokenError("invalid_request", "Delegation with an actor_token is not supported.");
  return {
    subjectToken,
    scopes: readScopes(once(form, "scope")),
    audience: once(form, "audience", "invalid_target"),
    target: readTarget(once(form, "resource", "invalid_target")),
  };
}

function readScopes(text: string | null): string[] | null {
  if (text === null) return null;
  const scopes = [...new Set(text.split(" ").filter((scope) => scope !== ""))];
  if (
    scopes.length === 0 ||
    scopes.length > 100 ||
    !scopes.every((scope) => scope.length <= 129 && GRANTED_SCOPE_PATTERN.test(scope))
  ) {
    throw new TokenError(
      "invalid_scope",
      "The scope must be 1 to 100 scopes of the form resource:action, with spaces between.",
    );
  }
  return scopes;
}

function readTarget(resource: string | null): string | null {
  if (resource === null) return null;
  const target = RESOURCE.exec(resource)?.[1];
  if (!target)
    throw new TokenError("invalid_target", "The resource must be urn:latchkey:<organization or trust rule>.");
  return target;
}
