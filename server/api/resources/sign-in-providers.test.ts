import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { type ApiAnswer, type ApiHarness, createApiHarness } from "../testing/harness";
import { startIssuer, type TestIssuer } from "../testing/issuer";

let api: ApiHarness;
let issuer: TestIssuer;

beforeAll(async () => {
  issuer = await startIssuer(["http://localhost:3000/api/v1/sign-in/providers/oidc/callback"]);
  api = await createApiHarness({
    environment: {
      PRIVATE_HOSTS: "127.0.0.1",
      OIDC_ISSUER: issuer.issuer,
      OIDC_ID: "latchkey",
      OIDC_SECRET: "a client secret",
    },
  });
});
afterAll(async () => {
  await issuer.close();
  await api.close();
});

function jarOf(answer: ApiAnswer): Record<string, string> {
  const pairs = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .filter((pair) => !pair?.endsWith("="));
  return { cookie: pairs.join("; "), "sec-fetch-site": "same-origin" };
}

/** Signs in at the configured provider as `login`. */
async function comeIn(login: string): Promise<ApiAnswer> {
  const started = await api.anonymous("POST", "/sign-in/providers/oidc", { returnTo: "/" });
  expect(started.status).toBe(200);
  const back = await issuer.visit(String(started.body.url), login);
  return api.anonymous("GET", `/sign-in/providers/oidc/callback${back.search}`, undefined, jarOf(started));
}

test("a configured provider stands for the password and not for a factor: with one enrolled its session is half of one (M18)", async () => {
  const { developer } = api.organization.people;
  issuer.people.set("dee", { sub: "dee", email: developer.email, email_verified: true });
  // An address that exists is not entered by asserting it.
  expect((await comeIn("dee")).headers.get("location")).toContain("error=not_linked");
  await api.database.admin.query(
    "insert into linked_accounts (id, user_id, provider, issuer, subject, created_at) values ($1, $2, 'oidc', $3, 'dee', now())",
    [newId("account"), developer.userId, issuer.issuer],
  );
  const whole = jarOf(await comeIn("dee"));
  const slug = api.organization.slug;
  expect((await api.anonymous("GET", `/organizations/${slug}/keys`, undefined, whole)).status).toBe(200);

  await api.database.admin.query(
    "insert into totp_factors (id, user_id, name, secret, created_at, confirmed_at) values ($1, $2, 'app', '', now(), now())",
    [newId("factor"), developer.userId],
  );
  const half = jarOf(await comeIn("dee"));
  const account = await api.anonymous("GET", "/account", undefined, half);
  expect(account.body).toMatchObject({ memberships: [], assurance: { half: true, mfaAt: null } });
  expect((await api.anonymous("GET", `/organizations/${slug}/keys`, undefined, half)).body.code).toBe("mfa_required");
  for (const path of ["/account/totp", "/account/passkeys/options"]) {
    const enrolled = await api.anonymous("POST", path, {}, half);
    expect([path, enrolled.status, enrolled.body.code]).toEqual([path, 403, "step_up_required"]);
  }
});
