import type { FieldError } from "@/lib/core/errors";

/** One request, neutral of the runtime that received it. */
export type GatewayRequest = {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  header(name: string): string | null;
  /** The address of the other end of the connection: the client's, or the nearest proxy's. */
  remoteAddress(): string | null;
  /**
   * Reads the body as text and calls one of the two: `failed` with BodyTooLarge or ClientGone. Where the client goes away neither may be
   * called. Callbacks, because a promise for each call is a tenth of what a call costs.
   */
  read(done: (text: string) => void, failed: (error: unknown) => void): void;
};

/** One answer. `headers` is one of a few shared objects wherever nothing in it is of this call alone. */
export type GatewayAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Sends an answer. Called once. */
export type Reply = (answer: GatewayAnswer) => void;

export const BODY_LIMIT = 64 * 1024;

/** A body beyond BODY_LIMIT: answered 413. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

/** The client went away in the middle of its body: nobody reads the answer, and it is no fault of ours. */
export class ClientGone extends Error {
  override readonly name = "ClientGone";
}

/** Postgres could not be asked in time: answered 503, never taken for "unknown". */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

export const JSON_HEADERS = Object.freeze({ "content-type": "application/json", "cache-control": "no-store" });
const PROBLEM_HEADERS = Object.freeze({ "content-type": "application/problem+json", "cache-control": "no-store" });

type ProblemOptions = {
  status: number;
  code: string;
  title: string;
  requestId: string;
  fields?: readonly FieldError[];
  headers?: Record<string, string>;
  /** Further members of the document. */
  details?: Record<string, unknown>;
};

/** An error after RFC 9457, with a stable code and the fields that were refused. */
export function problem(options: ProblemOptions): GatewayAnswer {
  const { status, code, title, requestId, fields, headers, details } = options;
  return {
    status,
    headers: headers ? { ...PROBLEM_HEADERS, ...headers } : PROBLEM_HEADERS,
    body: JSON.stringify({
      ...details,
      type: "about:blank",
      title,
      status,
      code,
      requestId,
      ...details,
      ...(fields && fields.length > 0 ? { errors: fields } : {}),
    }),
  };
}

export function invalidBody(error: FieldError, requestId: string): GatewayAnswer {
  const title =
    error.path === "" ? `The request is not valid: ${error.message}.` : `The field ${error.path} ${error.message}.`;
  return problem({ status: 400, code: "invalid_input", title, requestId, fields: [error] });
}

export function unauthenticated(requestId: string): GatewayAnswer {
  return problem({
    status: 401,
    code: "unauthenticated",
    title: "A valid service token with the permission keys:verify is needed.",
    requestId,
    headers: { "www-authenticate": 'Bearer realm="latchkey"' },
  });
}

export function unavailable(requestId: string): GatewayAnswer {
  return problem({
    status: 503,
    code: "unavailable",
    title: "The database cannot be asked at the moment. Nothing was decided; try again.",
    requestId,
    headers: { "retry-after": "1" },
  });
}
