import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "@/lib/core/ids";
import { openApiDocument } from "../app";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

/** What half a session is for: to see where it stands, prove a factor, enrol the first one, or end. */
const FOR_HALF_SESSIONS = new Set([
  "GET /account",
  "DELETE /account/sessions/current",
  "POST /account/step-up",
  "POST /account/step-up/passkey-options",
  "POST /account/totp",
  "POST /account/totp/confirm",
  "POST /account/passkeys/options",
  "POST /account/passkeys",
]);
const operationSchema = z.object({ security: z.array(z.record(z.string(), z.unknown())) });

let api: ApiHarness;
let operations: { method: string; path: string; name: string }[];

beforeAll(async () => {
  api = await createApiHarness();
  operations = Object.entries(openApiDocument(api.api).paths).flatMap(([path, item]) =>
    Object.entries(item ?? {}).flatMap(([method, described]) => {
      const operation = operationSchema.safeParse(described);
      const takesSession = operation.success && operation.data.security.some((one) => "session" in one);
      const name = `${method.toUpperCase()} ${path}`;
      return takesSession ? [{ method: method.toUpperCase(), path, name }] : [];
    }),
  );
});
afterAll(() => api.close());

async function callAll(call: Caller): Promise<Map<string, { status: number; code: unknown }>> {
  const answers = new Map<string, { status: number; code: unknown }>();
  for (const { method, path, name } of operations) {
    const aimed = path
      .replace("{organization}", api.organization.slug)
      .replace(/\{\w+\}/g, "key_01m82a7km0enf8embxhaptpd59");
    const { status, body } = await call(method, aimed, method === "GET" ? undefined : {});
    answers.set(name, { status, code: body.code });
  }
  return answers;
}

test("half a session is answered by what it is for, and by nothing else there is", async () => {
  const { owner } = api.organization.people;
  await api.database.admin.query(
    "insert into totp_factors (id, user_id, name, secret, created_at, confirmed_at) values ($1, $2, 'app', '', now(), now())",
    [newId("factor"), owner.userId],
  );
  await api.database.admin.query("update sessions set factor = null, mfa_at = null where id = $1", [owner.sessionId]);
  expect(operations.length).toBeGreaterThan(100);
  const known = operations.map(({ name }) => name);
  expect([...FOR_HALF_SESSIONS].filter((name) => !known.includes(name))).toEqual([]);

  // Signing out ends the session, so it goes last.
  operations.sort((a, b) => Number(a.name.endsWith("/current")) - Number(b.name.endsWith("/current")));
  const answers = await callAll(api.as(owner));
  const open = [...answers].filter(([name, { code }]) => !FOR_HALF_SESSIONS.has(name) && code !== "mfa_required");
  expect(open).toEqual([]);
  const shut = [...answers].filter(([name, { code }]) => FOR_HALF_SESSIONS.has(name) && code === "mfa_required");
  expect(shut).toEqual([]);
  // To enrol a factor where there is one takes that one.
  for (const name of ["POST /account/totp", "POST /account/passkeys/options"]) {
    expect([name, answers.get(name)?.code]).toEqual([name, "step_up_required"]);
  }
});

test("a session that another organization's identity provider opened finds nothing of this one", async () => {
  const { developer } = api.organization.people;
  await api.database.admin.query("update sessions set confined_to = $1 where id = $2", [
    api.other.id,
    developer.sessionId,
  ]);
  const answers = await callAll(api.as(developer));
  const open = [...answers].filter(([name, { status }]) => name.includes("{organization}") && status !== 404);
  expect(open).toEqual([]);
});
