import createClient, { type Client, type Middleware } from "openapi-fetch";
import type { paths } from "./generated/schema";
import { problemOf } from "./problem";

export type LatchkeyClient = Client<paths, "application/json">;

export type LatchkeyOptions = {
  /** The dashboard's address, such as `https://keys.example.com`. In the dashboard itself: empty. */
  baseUrl?: string;
  /** A service token (`lks_…`). In the browser the session cookie is used instead. */
  token?: string;
  fetch?: typeof globalThis.fetch;
  /** Runs around every call, outermost first. */
  middleware?: Middleware[];
};

/** Every POST is safe to repeat: a lost answer never makes a second key. */
const idempotency: Middleware = {
  onRequest({ request }) {
    if (request.method === "POST" && !request.headers.has("idempotency-key")) {
      request.headers.set("idempotency-key", globalThis.crypto.randomUUID());
    }
    return request;
  },
};

const problems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response.clone());
  },
};

/** The REST API, typed by its OpenAPI document. Calls throw `LatchkeyProblem` when the API refuses. */
export function createLatchkey(options: LatchkeyOptions = {}): LatchkeyClient {
  const client = createClient<paths>({
    baseUrl: `${(options.baseUrl ?? "").replace(/\/$/, "")}/api/v1`,
    headers: options.token ? { authorization: `Bearer ${options.token}` } : {},
    ...(options.fetch ? { fetch: options.fetch } : {}),
  });
  client.use(problems, idempotency, ...(options.middleware ?? []));
  return client;
}
