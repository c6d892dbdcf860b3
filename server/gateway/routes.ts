import { parseJsonObject } from "@/lib/verification/request";
import type { KeyCache } from "./cache/keys";
import type { DatabaseGate } from "./database-gate";
import {
  BODY_LIMIT,
  BodyTooLarge,
  ClientGone,
  type GatewayAnswer,
  type GatewayRequest,
  invalidBody,
  problem,
  type Reply,
  Unavailable,
  unavailable,
} from "./http";
import type { Limiter } from "./limits/limiter";
import type { Measurements } from "./measurements";
import type { RequestIds } from "./request-ids";
import type { UsageRecorder } from "./spool/recorder";
import type { SpoolWriter } from "./spool/writer";
import type { Verifier } from "./verifier";

/** Answers one path. What it throws is answered by the gateway: Unavailable 503, BodyTooLarge 413. */
export type RouteHandler = (request: GatewayRequest, requestId: string) => GatewayAnswer | Promise<GatewayAnswer>;

/** Answers what a call failed with. */
export type Fail = (error: unknown, requestId: string, reply: Reply) => void;

/** As RouteHandler, for the hot path: it calls `reply` itself, or `fail` where it cannot answer. */
export type DirectHandler = (request: GatewayRequest, requestId: string, reply: Reply, fail: Fail) => void;

/** `methods` null: any. */
export type Route = { path: string; methods: readonly string[] | null } & (
  | { handler: RouteHandler }
  | { direct: DirectHandler }
);

/** What routes are made of. */
export type RouteParts = {
  verifier: Verifier;
  keys: KeyCache;
  gate: DatabaseGate;
  limiter: Limiter;
  recorder: UsageRecorder;
  spool: SpoolWriter;
  measurements: Measurements;
  requestIds: RequestIds;
  appUrl: string;
  forwardedHops: number;
  wall: () => number;
};

/** The service token of `Authorization: Bearer`. */
export function bearerToken(request: GatewayRequest): string {
  const header = request.header("authorization");
  if (header === null) return "";
  return header.startsWith("Bearer ") || /^bearer /i.test(header) ? header.slice(7) : "";
}

/** The body, where a promise does no harm. Rejects with BodyTooLarge. */
export function bodyText(request: GatewayRequest): Promise<string> {
  return new Promise((resolve, reject) => request.read(resolve, reject));
}

/** Reads a JSON object from the body; an answer when it is none. */
export async function readObject(
  request: GatewayRequest,
  requestId: string,
): Promise<{ ok: true; value: Record<string, unknown> } | { ok: false; answer: GatewayAnswer }> {
  const refused = refuseMediaType(request, requestId);
  if (refused) return { ok: false, answer: refused };
  const parsed = parseJsonObject(await bodyText(request));
  return parsed.ok ? parsed : { ok: false, answer: invalidBody(parsed.error, requestId) };
}

/** A body that says it is something else than JSON is not read. */
export function refuseMediaType(request: GatewayRequest, requestId: string): GatewayAnswer | null {
  const type = request.header("content-type");
  if (type === "application/json" || (type !== null && /^\s*application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)))
    return null;
  return problem({
    status: 415,
    code: "unsupported_media_type",
    title: "The body must be application/json.",
    requestId,
  });
}

/** Finds the route of a path and answers what its handler cannot. */
export function router(
  routes: readonly Route[],
  onUnexpected: (error: unknown) => void,
): (request: GatewayRequest, requestId: string, reply: Reply) => void {
  const exact = new Map(routes.map((route) => [route.path, route]));
  const failure = (error: unknown, requestId: string): GatewayAnswer => {
    if (error instanceof Unavailable) return unavailable(requestId);
    if (error instanceof BodyTooLarge) {
      const title = `The body is larger than ${BODY_LIMIT} bytes.`;
      return problem({ status: 413, code: "too_large", title, requestId, headers: { connection: "close" } });
    }
    if (error instanceof ClientGone) {
      return problem({ status: 400, code: "invalid_input", title: "The body broke off.", requestId });
    }
    onUnexpected(error);
    return problem({ status: 500, code: "internal", title: "Something went wrong here.", requestId });
  };
  const fail: Fail = (error, requestId, reply) => reply(failure(error, requestId));
  return (request, requestId, reply) => {
    const { url } = request;
    const question = url.indexOf("?");
    const path = question < 0 ? url : url.slice(0, question);
    const route = exact.get(path);
    if (!route) {
      reply(problem({ status: 404, code: "not_found", title: "There is no such path.", requestId }));
      return;
    }
    if (route.methods !== null && !route.methods.includes(request.method)) {
      const allow = route.methods.join(", ");
      const title = `Use ${allow}.`;
      reply(problem({ status: 405, code: "method_not_allowed", title, requestId, headers: { allow } }));
      return;
    }
    try {
      if ("direct" in route) {
        route.direct(request, requestId, reply, fail);
        return;
      }
      const answer = route.handler(request, requestId);
      if (answer instanceof Promise) answer.then(reply, (error: unknown) => fail(error, requestId, reply));
      else reply(answer);
    } catch (error) {
      fail(error, requestId, reply);
    }
  };
}
