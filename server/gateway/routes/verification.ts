import type { FieldError } from "@/lib/core/errors";
import { findKeyPlace } from "@/lib/verification/queries";
import { parseJsonObject, parseVerifyRequest } from "@/lib/verification/request";
import type { ScopeExpression } from "@/lib/verification/scope-expression";
import { authorizeAnswer, emptyAnswer, verifyAnswer } from "../answers";
import { readAuthorizeRequest } from "../authorize-request";
import type { Authenticated, Caller } from "../cache/callers";
import { type GatewayAnswer, invalidBody, problem, type Reply, Unavailable, unauthenticated } from "../http";
import {
  bearerToken,
  bodyText,
  type DirectHandler,
  type Fail,
  type Route,
  type RouteHandler,
  type RouteParts,
  readObject,
  refuseMediaType,
} from "../routes";
import type { KeyPlace } from "../spool/recorder";
import { parseOutcomeReport, parseReleaseRequest } from "../usage-requests";
import type { Outcome } from "../verifier";

/** The routes of verification. Others (leases) bring their own tables. */
export function verificationRoutes(parts: RouteParts): Route[] {
  const verify = new VerifyRoute(parts);
  return [
    { path: "/v1/verify", methods: ["POST"], direct: verify.handle },
    { path: "/v1/authorize", methods: null, handler: authorizeRoute(parts) },
    { path: "/v1/usage", methods: ["POST"], handler: usageRoute(parts) },
    { path: "/v1/release", methods: ["POST"], handler: releaseRoute(parts) },
  ];
}

/**
 * `POST /v1/verify`. The hot path: no promise and no closure is made for a call that is not needed, and what can be decided
 * without waiting is.
 */
class VerifyRoute {
  readonly #parts: RouteParts;

  constructor(parts: RouteParts) {
    this.#parts = parts;
  }

  readonly handle: DirectHandler = (request, requestId, reply, fail) => {
    const started = performance.now();
    const refused = refuseMediaType(request, requestId);
    if (refused !== null) {
      reply(refused);
      return;
    }
    const authenticated = this.#parts.verifier.authenticate(bearerToken(request), started);
    if (authenticated instanceof Promise) {
      Promise.all([authenticated, bodyText(request)]).then(
        ([late, text]) => this.#decide(late, text, requestId, started, reply, fail),
        (error: unknown) => fail(error, requestId, reply),
      );
      return;
    }
    request.read(
      (text) => this.#decide(authenticated, text, requestId, started, reply, fail),
      (error) => fail(error, requestId, reply),
    );
  };

  #decide(
    authenticated: Authenticated | null,
    text: string,
    requestId: string,
    started: number,
    reply: Reply,
    fail: Fail,
  ): void {
    if (authenticated === null) {
      reply(unauthenticated(requestId));
      return;
    }
    const body = parseJsonObject(text);
    if (!body.ok) {
      reply(invalidBody(body.error, requestId));
      return;
    }
    const parsed = parseVerifyRequest(body.value);
    if (!parsed.ok) {
      reply(invalidBody(parsed.error, requestId));
      return;
    }
    try {
      const outcome = this.#parts.verifier.verify(authenticated, parsed.value, requestId, started);
      if (!(outcome instanceof Promise)) {
        this.#finish(outcome, parsed.value.scopes, started, reply);
        return;
      }
      outcome
        .then((late) => this.#finish(late, parsed.value.scopes, started, reply))
        .catch((error: unknown) => fail(error, requestId, reply));
    } catch (error) {
      // This runs in an event of the body's, where nobody else would catch it.
      fail(error, requestId, reply);
    }
  }

  #finish(outcome: Outcome, scopes: ScopeExpression | null, started: number, reply: Reply): void {
    const { requestIds, measurements, spool, appUrl } = this.#parts;
    if (outcome.entry !== null) requestIds.remember(outcome.requestId, outcome.entry);
    measurements.verdict(outcome.verdict, performance.now() - started);
    spool.settle(verifyAnswer(outcome, scopes, appUrl), reply);
  }
}

function authorizeRoute(parts: RouteParts): RouteHandler {
  const { verifier, spool, measurements, requestIds, forwardedHops } = parts;
  return async (request, requestId) => {
    const started = performance.now();
    const token = request.header("x-latchkey-token");
    try {
      const authenticated = token === null ? null : await verifier.authenticate(token, started);
      if (authenticated === null) return emptyAnswer(401, "UNAUTHENTICATED", requestId);
      const read = readAuthorizeRequest(request, forwardedHops);
      if (read.kind === "no-key")
        return emptyAnswer(401, "MALFORMED", requestId, { "www-authenticate": 'Bearer realm="api"' });
      if (read.kind === "ambiguous") return emptyAnswer(403, "FORBIDDEN_PATH", requestId);
      if (read.kind === "malformed")
        return emptyAnswer(403, "MALFORMED", requestId, { "x-latchkey-refused-header": read.header });
      const outcome = await verifier.verify(authenticated, read.request, requestId, started);
      if (outcome.entry !== null) requestIds.remember(requestId, outcome.entry);
      measurements.verdict(outcome.verdict, performance.now() - started);
      return await spool.settled(authorizeAnswer(outcome));
    } catch (error) {
      if (error instanceof Unavailable) return emptyAnswer(503, "UNAVAILABLE", requestId, { "retry-after": "1" });
      throw error;
    }
  };
}

/** Authenticates and reads the body; hands both on. */
function withBody(
  { verifier }: RouteParts,
  work: (caller: Caller, body: Record<string, unknown>, requestId: string) => Promise<GatewayAnswer>,
): RouteHandler {
  return async (request, requestId) => {
    const authenticated = await verifier.authenticate(bearerToken(request), performance.now());
    if (authenticated === null) return unauthenticated(requestId);
    const body = await readObject(request, requestId);
    return body.ok ? work(authenticated.caller, body.value, requestId) : body.answer;
  };
}

const NO_CONTENT = Object.freeze({ "cache-control": "no-store" });

function notFoundField(error: FieldError, requestId: string): GatewayAnswer {
  return problem({
    status: 404,
    code: "not_found",
    title: `The field ${error.path} ${error.message}.`,
    requestId,
    fields: [error],
  });
}

function usageRoute(parts: RouteParts): RouteHandler {
  const { gate, keys, recorder, requestIds, spool, wall } = parts;
  const find = async (caller: Caller, requestId: string | null, keyId: string | null): Promise<KeyPlace | null> => {
    const entry = requestId === null ? keys.ofKey(keyId ?? "") : requestIds.entryOf(requestId);
    if (entry) {
      const { organizationId, projectId, environmentId } = entry.rules;
      return { organizationId, projectId, environmentId, keyId: entry.keyId };
    }
    if (keyId === null) return null;
    const { organizationId } = caller;
    const place = await gate.run((pool) => findKeyPlace(pool, organizationId, keyId));
    return place && { ...place, organizationId, keyId };
  };
  return withBody(parts, async (caller, body, requestId) => {
    const parsed = parseOutcomeReport(body);
    if (!parsed.ok) return invalidBody(parsed.error, requestId);
    const report = parsed.value;
    const place = await find(caller, report.requestId, report.keyId);
    if (!place || place.organizationId !== caller.organizationId || !caller.reaches(place)) {
      const path = report.requestId === null ? "keyId" : "requestId";
      const hint =
        report.requestId === null ? "names no key" : "is not of a recent verification here; send keyId instead";
      return notFoundField({ path, message: hint }, requestId);
    }
    recorder.recordOutcome(place, report.status === null ? 0 : Math.floor(report.status / 100), report.bytes, wall());
    return spool.settled({ status: 204, headers: NO_CONTENT, body: "" });
  });
}

function releaseRoute(parts: RouteParts): RouteHandler {
  const { limiter } = parts;
  return withBody(parts, async (caller, body, requestId) => {
    const parsed = parseReleaseRequest(body);
    if (!parsed.ok) return invalidBody(parsed.error, requestId);
    const { requestId: held, keyId } = parsed.value;
    const owner = limiter.organizationOf(held);
    const foreign = owner !== null && owner !== caller.organizationId;
    const key = keyId === null ? null : { organizationId: caller.organizationId, keyId };
    if (foreign || !(await limiter.release(held, key))) {
      return notFoundField({ path: "requestId", message: "holds no place (any more)" }, requestId);
    }
    return { status: 204, headers: NO_CONTENT, body: "" };
  });
}
