import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { createTrustRule } from "@/lib/leases/create-trust-rule";
import { startTestIssuer, type TestIssuer } from "@/lib/leases/testing/issuer";
import { freePort, GatewayProcess, RUNTIMES } from "../testing/process";
import { GatewayTenant } from "../testing/tenant";

let database: TestDatabase;
let organization: TestOrganization;
let issuer: TestIssuer;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database);
  issuer = await startTestIssuer();
  for (const algorithm of ["ES256", "PS256", "EdDSA"] as const) await issuer.addKey(algorithm);
});
afterAll(async () => {
  await issuer?.close();
  await database?.close();
});

describe.each(RUNTIMES)("under %s", (runtime) => {
  let gateway: GatewayProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    gateway = await GatewayProcess.start({
      runtime,
      port,
      databaseUrl: database.gatewayUrl,
      variables: { GATEWAY_URL: url, PRIVATE_HOSTS: issuer.host },
    });
  });
  afterAll(() => gateway.remove());

  /** As any backend would: the key set is found from the issuer over http. */
  async function verify(token: unknown) {
    const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(String(token), keys, {
      issuer: url,
      audience: organization.environments.production.id,
    });
    return payload;
  }

  test("a key's lease verifies against the key set over http", async () => {
    const tenant = new GatewayTenant(database, organization);
    const key = await tenant.key();
    const answer = await fetch(`${url}/v1/leases`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await tenant.token()}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ key: key.secret, scopes: ["items:read"] }),
    });
    expect(answer.status).toBe(201);
    const body: { token: string } = JSON.parse(await answer.text());
    expect(await verify(body.token)).toMatchObject({ sub: key.id, scopes: ["items:read"] });
    const list = await fetch(`${url}/v1/revoked`);
    expect(list.headers.get("cache-control")).toBe("public, max-age=5");
  });

  test.each(["RS256", "ES256", "PS256", "EdDSA"] as const)(
    "a job's token signed with %s is exchanged once, from the connection's own address",
    async (algorithm) => {
      issuer.use(algorithm);
      const rule = await createTrustRule(organization.as("owner"), {
        name: `${algorithm} ${runtime}`,
        issuer: issuer.url,
        subject: "job:*",
        project: "api",
        environment: "production",
        scopes: ["items:read"],
        addresses: ["127.0.0.0/8"],
      });
      const form = new URLSearchParams({
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: await issuer.mint({ aud: rule.audience, sub: "job:1" }),
        subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      });
      const statuses = [];
      for (let round = 0; round < 2; round += 1) {
        const answer = await fetch(`${url}/v1/token`, { method: "POST", body: form });
        const body: Record<string, unknown> = JSON.parse(await answer.text());
        statuses.push(answer.status);
        if (round === 0) expect(await verify(body.access_token)).toMatchObject({ sub: rule.id, ip: "127.0.0.1" });
        else expect(body.error).toBe("invalid_grant");
      }
      expect(statuses).toEqual([200, 400]);
    },
  );
});
