import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { queueMail } from "@/lib/notifications/queue-mail";
import { type ApiHarness, createApiHarness } from "../testing/harness";

let api: ApiHarness;
let base = "";
const ids: Id<"mail">[] = [];
beforeAll(async () => {
  api = await createApiHarness();
  base = `/organizations/${api.organization.slug}/mail`;
  for (const name of ["first", "second"]) {
    const id = await withOrganization(api.organization.system(), (tx) =>
      queueMail(tx, api.organization.system(), api.organization.id, {
        event: `test/${name}`,
        template: "magic-link",
        props: {
          signInUrl: "https://keys.example.test/#token=canary",
          expiresAt: "2026-11-20T11:00:00Z",
          requestedFrom: { at: "2026-11-20T10:00:00Z" },
        },
        to: `${name}@example.test`,
        userId: null,
      }),
    );
    if (id) ids.push(id);
  }
  await api.database.admin.query(
    "update email_outbox set state = 'dead', attempts = 12, last_error = 'refused' where id = $1",
    [ids[0]],
  );
});
afterAll(() => api.close());

const people = () => api.organization.people;

test("admins see what was sent and what was given up, never what it says", async () => {
  const all = await api.as(people().admin)("GET", base);
  expect(all.body.items).toMatchObject([
    { id: ids[1], state: "queued", recipient: "second@example.test" },
    { id: ids[0], state: "dead", attempts: 12, lastError: "refused" },
  ]);
  expect(JSON.stringify(all.body)).not.toMatch(/canary|content|rendered/);
  expect((await api.as(people().owner)("GET", `${base}?state=dead`)).body.items).toMatchObject([{ id: ids[0] }]);
  expect((await api.as(people().owner)("GET", `${base}?recipient=second@example.test`)).body.items).toMatchObject([
    { id: ids[1] },
  ]);
  const paged = await api.as(people().owner)("GET", `${base}?limit=1`);
  const next = await api.as(people().owner)("GET", `${base}?limit=1&cursor=${paged.body.nextCursor}`);
  expect(next.body).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
  for (const query of ["state=lost", "cursor=x", "to=x"]) {
    expect((await api.as(people().owner)("GET", `${base}?${query}`)).status).toBe(400);
  }
});

test("a dead letter is tried again once, and that is audited; another is refused", async () => {
  const owner = api.as(people().owner);
  const answers = await Promise.all([1, 2].map(() => owner("POST", `${base}/${ids[0]}/retry`)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { rows } = await api.database.admin.query("select state, attempts from email_outbox where id = $1", [ids[0]]);
  expect(rows).toEqual([{ state: "queued", attempts: 0 }]);
  const jobs = await api.database.admin.query(
    "select payload from graphile_worker._private_jobs where payload->>'mailId' = $1",
    [ids[0]],
  );
  expect(jobs.rows).toHaveLength(2);
  const audit = await owner("GET", `/organizations/${api.organization.slug}/audit-events?action=mail.retried`);
  expect(audit.body.items).toMatchObject([{ targetId: ids[0], before: { state: "dead" } }]);
  expect((await owner("POST", `${base}/${ids[1]}/retry`)).status).toBe(409);
  expect((await owner("POST", `${base}/eml_none/retry`)).status).toBe(404);
});

test("the outbox is for owners and admins of the organization", async () => {
  for (const role of ["developer", "auditor"] as const) {
    expect((await api.as(people()[role])("GET", base)).status).toBe(403);
    expect((await api.as(people()[role])("POST", `${base}/${ids[0]}/retry`)).status).toBe(403);
  }
  expect((await api.anonymous("GET", base)).status).toBe(401);
  expect((await api.as(api.other.people.owner)("GET", base)).status).toBe(404);
  const outside = `/organizations/${api.other.slug}/mail`;
  expect((await api.as(api.other.people.owner)("GET", outside)).body.items).toEqual([]);
  expect((await api.as(api.other.people.owner)("POST", `${outside}/${ids[0]}/retry`)).status).toBe(404);
});
