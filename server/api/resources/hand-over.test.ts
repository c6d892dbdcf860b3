import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ApiHarness, type Caller, createApiHarness } from "../testing/harness";

let harness: ApiHarness;
let base: string;
let admin: Caller;
let counter = 0;

beforeAll(async () => {
  harness = await createApiHarness();
  base = `/organizations/${harness.organization.slug}`;
  admin = harness.as(harness.organization.people.admin);
});
afterAll(() => harness.close());

async function makeKey(): Promise<{ id: string; secret: string }> {
  counter += 1;
  const body = {
    name: `key ${counter}`,
    project: "api",
    environment: "production",
    scopes: ["items:read"],
    expiresIn: "30d",
  };
  const made = await admin("POST", `${base}/keys`, body);
  const key = made.body.key as { id: string };
  return { id: key.id, secret: String(made.body.secret) };
}

async function makeLink(key: { id: string; secret: string }): Promise<{ id: string; token: string }> {
  const answer = await admin("POST", `${base}/keys/${key.id}/hand-over`, {
    secret: key.secret,
    note: "for the vendor",
  });
  expect(answer.status).toBe(201);
  const { id, url } = answer.body.link as { id: string; url: string };
  expect(url).toContain(`/hand-over/${id}#`);
  return { id, token: url.split("#")[1] ?? "" };
}

describe("a single-use link", () => {
  test("opens once for anyone who has it; a second opening gets nothing and is told to owner and admins", async () => {
    const key = await makeKey();
    const link = await makeLink(key);
    const first = await harness.anonymous("POST", `/links/${link.id}/open`, { key: link.token });
    expect([first.status, first.body.secret]).toEqual([200, key.secret]);
    const second = await harness.anonymous("POST", `/links/${link.id}/open`, { key: link.token });
    expect([second.status, second.body.code, second.body.secret]).toEqual([410, "gone", undefined]);
    const mails = await harness.database.admin.query(
      "select user_id from email_outbox where template = 'hand-over-opened-again'",
    );
    const { owner, admin: person } = harness.organization.people;
    expect(mails.rows.map((row) => row.user_id).sort()).toEqual([owner.userId, person.userId].sort());
    const audited = await harness.database.admin.query(
      "select action from audit_events where target_id = $1 order by seq",
      [key.id],
    );
    expect(audited.rows.map((row) => row.action)).toEqual([
      "key.created",
      "key.hand_over_wrapped",
      "key.hand_over_opened",
      "key.hand_over_opened_again",
    ]);
    const listed = await admin("GET", `${base}/keys/${key.id}/links`);
    expect(listed.body.items).toMatchObject([{ state: "opened", laterOpenings: 1, note: "for the vendor" }]);
  });

  test("of 20 parallel openings exactly one gets the secret", async () => {
    const key = await makeKey();
    const link = await makeLink(key);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => harness.anonymous("POST", `/links/${link.id}/open`, { key: link.token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 410)]);
  });

  test("with another key, another id, past its end or cancelled opens nothing", async () => {
    const key = await makeKey();
    const [link, other] = [await makeLink(key), await makeLink(key)];
    const open = (id: string, token: string) => harness.anonymous("POST", `/links/${id}/open`, { key: token });
    expect((await open(link.id, other.token)).status).toBe(404);
    expect((await open(link.id, "guess")).status).toBe(404);
    expect((await open(link.id, "")).status).toBe(400);
    expect((await admin("DELETE", `${base}/keys/${key.id}/links/${link.id}`)).status).toBe(204);
    expect((await open(link.id, link.token)).status).toBe(410);
    await harness.database.admin.query(
      "update wrapped_links set expires_at = now() - interval '1 second' where id = $1",
      [other.id],
    );
    expect((await open(other.id, other.token)).status).toBe(410);
  });

  test("leaves no secret at rest: neither in its row nor anywhere else", async () => {
    const key = await makeKey();
    const link = await makeLink(key);
    const { rows } = await harness.database.admin.query("select * from wrapped_links where id = $1", [link.id]);
    const stored = JSON.stringify(rows[0], (_, value) =>
      value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
    );
    expect(stored).not.toContain(key.secret);
    expect(stored).not.toContain(link.token);
    // The house alone cannot read it either: what the vault opens is still under the link's key.
    const inner = harness.database.vault.open(rows[0].ciphertext, `wrapped_links/${link.id}`);
    expect(Buffer.from(inner, "base64").toString("latin1")).not.toContain(key.secret);
    const audit = await harness.database.admin.query(
      "select count(*)::int as n from audit_events where after::text like '%' || $1 || '%'",
      [key.secret],
    );
    expect(audit.rows[0]?.n).toBe(0);
  });

  test("is made only by those who look after the key, and only of its current secret", async () => {
    const [key, other] = [await makeKey(), await makeKey()];
    const path = `${base}/keys/${key.id}/hand-over`;
    const body = { secret: key.secret };
    expect((await harness.anonymous("POST", path, body)).status).toBe(401);
    expect((await harness.as(harness.organization.people.developer)("POST", path, body)).status).toBe(403);
    expect((await harness.as(harness.organization.people.auditor)("POST", path, body)).status).toBe(403);
    const stranger = harness.as(harness.other.people.owner);
    expect((await stranger("POST", `/organizations/${harness.other.slug}/keys/${key.id}/hand-over`, body)).status).toBe(
      404,
    );
    expect((await admin("POST", path, { secret: other.secret })).body.errors).toMatchObject([{ path: "secret" }]);
    expect((await admin("POST", path, { secret: key.secret, expiresIn: "30d" })).status).toBe(400);
  });

  test("takes the place of the secret in a claim", async () => {
    const developer = harness.as(harness.organization.people.developer);
    const asked = await developer("POST", `${base}/requests`, {
      kind: "create_key",
      reason: "for the vendor",
      name: "handed over",
      project: "api",
      environment: "production",
      scopes: ["items:read"],
    });
    const { id } = asked.body.request as { id: string };
    await admin("POST", `${base}/requests/${id}/approve`);
    const claimed = await developer("POST", `${base}/requests/${id}/claim`, { handOver: { expiresIn: "1h" } });
    expect(claimed.body.secret).toBeUndefined();
    const link = claimed.body.link as { id: string; url: string };
    const opened = await harness.anonymous("POST", `/links/${link.id}/open`, { key: link.url.split("#")[1] });
    expect(opened.body).toMatchObject({ keyName: "handed over", secret: expect.stringMatching(/_prod_/) });
  });
});
