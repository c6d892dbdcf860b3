import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LiveApi, startLiveApi } from "@/clients/testing/live-api";
import { createLatchkey, type LatchkeyClient } from "./client";
import { type GuardedRequest, guardFetch, guardNode } from "./middleware";
import { LatchkeyProblem } from "./problem";
import { createVerifier, type Verifier } from "./verify";

let live: LiveApi;
let latchkey: LatchkeyClient;
let verify: Verifier;
let organization: string;
let token: string;

beforeAll(async () => {
  live = await startLiveApi();
  token = (await live.harness.machine()).token;
  organization = live.harness.organization.slug;
  latchkey = createLatchkey({ baseUrl: `${live.url}/`, token });
  verify = createVerifier({ gatewayUrl: `${live.gateway.url}/`, token });
}, 120_000);
afterAll(() => live?.close());

async function makeKey(
  name: string,
  restrictions: { paths?: string[]; rateLimits?: { limit: number; window: number }[] } = {},
) {
  const { data } = await latchkey.POST("/organizations/{organization}/keys", {
    params: { path: { organization } },
    body: { name, project: "api", environment: "development", scopes: ["items:read"], ...restrictions },
  });
  if (!data || !("secret" in data)) throw new Error("The key was not made.");
  return data;
}

describe("the client", () => {
  it("makes a key that verifies", async () => {
    const { key, secret } = await makeKey("from the SDK");
    expect(await verify({ key: secret, scopes: ["items:read"] })).toMatchObject({
      valid: true,
      code: "VALID",
      keyId: key.id,
      environment: "development",
    });
  });

  it("throws the API's problem with its code, fields and request id", async () => {
    const refused = latchkey.POST("/organizations/{organization}/keys", {
      params: { path: { organization } },
      body: { name: "", project: "api", environment: "development", scopes: [] },
    });
    const problem = await refused.then(
      () => null,
      (error: unknown) => error,
    );
    expect(problem).toBeInstanceOf(LatchkeyProblem);
    expect(problem).toMatchObject({
      status: 400,
      code: "invalid_input",
      requestId: expect.stringMatching(/^req-/),
      errors: [{ path: "name" }],
    });
  });

  it("a POST that is sent twice because its answer was lost makes one key", async () => {
    const names: (string | null)[] = [];
    let lost = true;
    const flaky: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      names.push(request.headers.get("idempotency-key"));
      const first = await fetch(request.clone());
      if (!lost) return first;
      lost = false;
      // The same request again, as a retrying transport does.
      return fetch(request);
    };
    const client = createLatchkey({ baseUrl: live.url, token, fetch: flaky });
    const { data } = await client.POST("/organizations/{organization}/keys", {
      params: { path: { organization } },
      body: { name: "only once", project: "api", environment: "development", scopes: ["items:read"] },
    });
    expect(data).toHaveProperty("secret");
    expect(names[0]).toMatch(/^[0-9a-f-]{36}$/);
    const found = await latchkey.GET("/organizations/{organization}/keys", {
      params: { path: { organization }, query: { q: "only once" } },
    });
    expect(found.data?.items).toHaveLength(1);
  });
});

describe("an Idempotency-Key", () => {
  const post = (body: unknown) =>
    fetch(`${live.url}/api/v1/organizations/${organization}/keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": "fifty" },
      body: JSON.stringify(body),
    });
  const body = { name: "one of fifty", project: "api", environment: "development", scopes: ["items:read"] };

  it("sent 50 times at once makes one key, and with another body is refused (M53)", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(body)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(201);
    for (const status of statuses) expect([201, 409]).toContain(status);
    const found = await latchkey.GET("/organizations/{organization}/keys", {
      params: { path: { organization }, query: { q: body.name } },
    });
    expect(found.data?.items).toHaveLength(1);
    expect((await post({ ...body, name: "another" })).status).toBe(422);
  });
});

describe("the verifier", () => {
  it("a refusal is a result, with what is missing", async () => {
    const { secret } = await makeKey("narrow");
    expect(await verify({ key: secret, scopes: ["items:write"] })).toMatchObject({
      valid: false,
      code: "INSUFFICIENT_SCOPE",
      missingScopes: ["items:write"],
    });
  });

  it("an outage and a bad service token throw, and are never taken for an invalid key", async () => {
    await expect(createVerifier({ gatewayUrl: "http://127.0.0.1:9", token })({ key: "x" })).rejects.toThrow();
    const stranger = createVerifier({ gatewayUrl: live.gateway.url, token: `lks_${"x".repeat(43)}` });
    await expect(stranger({ key: "x" })).rejects.toMatchObject({ status: 401 });
  });
});

describe("the guards", () => {
  it("an API behind guardNode is reached with a good key alone, and knows who called", async () => {
    const { key, secret } = await makeKey("guarded", { paths: ["/items/**"] });
    const guard = guardNode({ verify, scopes: ({ method }) => [method === "GET" ? "items:read" : "items:write"] });
    const server = createServer((request: GuardedRequest, response) => {
      void guard(request, response, () => response.end(request.latchkey?.keyId));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    const call = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(url + path, init);
      return { status: response.status, body: await response.text() };
    };
    const bearer = { authorization: `Bearer ${secret}` };
    expect(await call("/items/1", { headers: bearer })).toEqual({ status: 200, body: key.id });
    expect(await call("/items/1", { headers: { "x-api-key": secret } })).toEqual({ status: 200, body: key.id });
    expect(await call("/items/1")).toMatchObject({ status: 401 });
    expect(await call("/other", { headers: bearer })).toMatchObject({ status: 403 });
    expect((await call("/items/1", { method: "POST", headers: bearer })).body).toContain("INSUFFICIENT_SCOPE");
    await latchkey.POST("/organizations/{organization}/keys/{key}/revoke", {
      params: { path: { organization, key: key.id }, query: { wait: "5s" } },
      body: {},
    });
    expect(await call("/items/1", { headers: bearer })).toMatchObject({ status: 401 });
    server.closeAllConnections();
    server.close();
  });

  it("guardFetch gives a refusal with the status and the time to wait", async () => {
    const { secret } = await makeKey("limited", { rateLimits: [{ limit: 1, window: 3600 }] });
    const guard = guardFetch({ verify });
    const request = () => new Request("https://api.example.test/items", { headers: { "x-api-key": secret } });
    expect(await guard(request())).toMatchObject({ verification: { valid: true } });
    const second = await guard(request());
    expect("refusal" in second && second.refusal.status).toBe(429);
    expect("refusal" in second && Number(second.refusal.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("while nobody can tell, the guard answers 503 and lets nobody in", async () => {
    const guard = guardFetch({ verify: createVerifier({ gatewayUrl: "http://127.0.0.1:9", token }) });
    const answer = await guard(new Request("https://api.example.test/", { headers: { "x-api-key": "x" } }));
    expect("refusal" in answer && answer.refusal.status).toBe(503);
  });
});
