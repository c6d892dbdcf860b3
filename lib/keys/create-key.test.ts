import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { createKey } from "./create-key";

const clock = manualClock(new Date("2026-11-01T12:00:00Z"));
let database: TestDatabase;
let organization: TestOrganization;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database, clock);
});
afterAll(() => database.close());

const draft = { name: "key", project: "api", environment: "development", scopes: ["items:read"] };

test("where nobody takes the request, a key that needs an approval is refused with the reason", async () => {
  const asked = createKey(organization.as("developer"), { ...draft, environment: "production" });
  await expect(asked).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining("needs an approval"),
  });
});

test("ids and slugs name the same project and environment", async () => {
  const { project, environments } = organization;
  const ctx = organization.as("owner");
  const byId = await createKey(ctx, { ...draft, project: project.id, environment: environments.staging.id });
  expect(byId.key).toMatchObject({ project: project.slug, environment: "staging", status: "active" });
});

test("the secret is stored as the environment's own hash, and nowhere as itself", async () => {
  const { key, secret } = await createKey(organization.as("owner"), draft);
  const stored = (await database.admin.query("select * from key_versions where key_id = $1", [key.id])).rows[0];
  const { id } = organization.environments.development;
  expect(stored.secret_hash).toEqual(database.vault.hashKeySecret(id, secret));
  expect(stored.secret_hash).not.toEqual(database.vault.hashKeySecret(organization.environments.staging.id, secret));
  for (const table of ["keys", "key_versions", "audit_events", "email_outbox"]) {
    const { rows } = await database.admin.query(`select * from ${table}`);
    expect(JSON.stringify(rows)).not.toContain(secret);
  }
});

test("an expiry counts from the clock of the call", async () => {
  const { key } = await createKey(organization.as("owner"), { ...draft, expiresIn: "P1D" });
  expect(key.expiresAt).toBe("2026-11-02T12:00:00.000Z");
  clock.advance(86_400_000);
  await expect(
    createKey(organization.as("owner"), { ...draft, expiresAt: "2026-11-02T12:00:00Z" }),
  ).rejects.toMatchObject({
    fields: [{ path: "expiresAt", message: "must be in the future" }],
  });
});
