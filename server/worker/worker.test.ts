import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import { manualClock } from "@/lib/core/clock";
import { type Id, newId } from "@/lib/core/ids";
import { findEmail } from "@/lib/emails/catalogue";
import { parseEnvironment } from "@/lib/infra/environment";
import { createMailer } from "@/lib/infra/mailer/create-mailer";
import { resendError, startResendServer, type TestResendServer } from "@/lib/infra/mailer/testing/resend-server";
import { JOBS } from "@/lib/infra/queue/jobs";
import { queueMail } from "@/lib/notifications/queue-mail";
import { readMailbox } from "@/lib/notifications/read-mailbox";
import { sendMail } from "@/lib/notifications/send-mail";
import { HANDLERS } from "./handlers";
import { anonymousContext, type WorkerDependencies } from "./job-context";
import { startWorker } from "./worker";

const API_KEY = "re_test";
const clock = manualClock(new Date("2026-11-20T10:00:00Z"));
let database: TestDatabase;
let organization: TestOrganization;
let resend: TestResendServer;
let dependencies: WorkerDependencies;

beforeAll(async () => {
  database = await createTestDatabase();
  organization = await createTestOrganization(database, clock);
  resend = await startResendServer(API_KEY);
  dependencies = {
    db: database.app,
    vault: database.vault,
    clock,
    environment: parseEnvironment({
      NODE_ENV: "test",
      APP_URL: "http://localhost:3000",
      MAIL_FROM: "Latchkey <keys@example.test>",
    }),
    logger: pino({ level: "silent" }),
    mailer: createMailer({ resendApiKey: API_KEY, resendBaseUrl: resend.url, mailbox: false }),
  };
});
afterAll(async () => {
  await resend.stop();
  await database.close();
});

let events = 0;
async function queue(to: string, place: "organization" | "person" = "organization") {
  events += 1;
  const event = `test/${events}`;
  const mail = {
    event,
    template: "magic-link" as const,
    props: {
      signInUrl: `https://keys.example.test/sign-in#token=canary-${events}`,
      expiresAt: "2026-11-20T11:00:00Z",
      requestedFrom: { at: "2026-11-20T10:00:00Z" },
    },
    to,
    userId: null,
  };
  const ctx = { clock, vault: database.vault };
  const id =
    place === "organization"
      ? await withOrganization(organization.system(), (tx) => queueMail(tx, ctx, organization.id, mail))
      : await database.app.drizzle.transaction((tx) => queueMail(tx, ctx, null, mail));
  if (!id) throw new Error("the event was mailed before");
  return { id, event, organizationId: place === "organization" ? organization.id : null };
}

async function stored(id: Id<"mail">) {
  const { rows } = await database.admin.query("select * from email_outbox where id = $1", [id]);
  return rows[0];
}

const sender = () => ({ ...dependencies, mailFrom: dependencies.environment.mailFrom, findTemplate: findEmail });
const clearJobs = () => database.admin.query("delete from graphile_worker._private_jobs");

test("every job that can be queued has a handler", () => {
  expect(Object.keys(HANDLERS).sort()).toEqual(Object.keys(JOBS).sort());
});

test("mail that is queued in a transaction is sent by a worker, once, however many workers there are", async () => {
  const queued = await Promise.all(
    Array.from({ length: 10 }, (_, index) => queue(`p${index}@example.test`, index % 2 ? "person" : "organization")),
  );
  const workers = [startWorker(dependencies, database.appUrl), startWorker(dependencies, database.appUrl)];
  await Promise.all(workers.map((worker) => worker.ready));
  for (let waited = 0; resend.sent.size < 10 && waited < 200; waited += 1) await sleep(100);
  await Promise.all(workers.map((worker) => worker.stop()));
  expect([...resend.sent.keys()].sort()).toEqual(queued.map(({ event }) => event).sort());
  expect(resend.calls).toHaveLength(10);
  for (const { id } of queued) {
    expect(await stored(id)).toMatchObject({
      state: "sent",
      attempts: 1,
      content: null,
      rendered: null,
      last_error: null,
    });
  }
  // What a schedule may have missed is done at the start.
  const { rows } = await database.admin.query(
    "select count(*)::int as n from graphile_worker._private_jobs where last_error is not null",
  );
  expect(rows[0].n).toBe(0);
}, 60_000);

test("the same event never becomes a second message, although the answer to the first was lost", async () => {
  const mail = await queue("lost@example.test");
  resend.intercept((response, call) => {
    resend.sent.set(String(call.headers["idempotency-key"]), { id: "first", body: call.raw });
    return resendError(response, 503, "application_error", "lost");
  });
  await expect(
    sendMail(sender(), { mailId: mail.id, organizationId: organization.id, maxAttempts: 5 }),
  ).rejects.toMatchObject({ code: "unavailable" });
  resend.intercept(null);
  expect(await stored(mail.id)).toMatchObject({
    state: "queued",
    attempts: 1,
    last_error: expect.stringContaining("503"),
  });
  expect(await sendMail(sender(), { mailId: mail.id, organizationId: organization.id, maxAttempts: 5 })).toBe("sent");
  expect(await stored(mail.id)).toMatchObject({ state: "sent", provider_id: "first" });
  expect(await sendMail(sender(), { mailId: mail.id, organizationId: organization.id, maxAttempts: 5 })).toBe(
    "nothing to do",
  );
  await clearJobs();
});

test("mail that fails for good, or too often, becomes a dead letter that keeps its content for another try", async () => {
  const refused = await queue("refused@example.test");
  resend.intercept((response) => resendError(response, 422, "validation_error", "no such address"));
  const send = (id: Id<"mail">, maxAttempts: number) =>
    sendMail(sender(), { mailId: id, organizationId: organization.id, maxAttempts });
  expect(await send(refused.id, 5)).toBe("dead");
  const down = await queue("down@example.test");
  resend.intercept((response) => resendError(response, 503, "application_error", "down"));
  await expect(send(down.id, 2)).rejects.toMatchObject({ retryable: true });
  expect(await send(down.id, 2)).toBe("dead");
  resend.intercept(null);
  for (const { id } of [refused, down]) expect((await stored(id)).content).not.toBeNull();
  await clearJobs();
});

test("without any provider mail waits and says why", async () => {
  const mail = await queue("nobody@example.test");
  const attempt = sendMail(
    { ...sender(), mailer: null },
    { mailId: mail.id, organizationId: organization.id, maxAttempts: 5 },
  );
  await expect(attempt).rejects.toMatchObject({ code: "configuration" });
  expect(await stored(mail.id)).toMatchObject({
    state: "queued",
    last_error: expect.stringContaining("RESEND_API_KEY"),
  });
  await clearJobs();
});

test("a thousand alerts at one address are capped, and another address gets its own", async () => {
  const outcomes: string[] = [];
  for (let index = 0; index < 65; index += 1) {
    const mail = await queue("flooded@example.test");
    outcomes.push(await sendMail(sender(), { mailId: mail.id, organizationId: organization.id, maxAttempts: 5 }));
  }
  expect(outcomes.filter((outcome) => outcome === "sent")).toHaveLength(60);
  expect(outcomes.slice(60)).toEqual(Array.from({ length: 5 }, () => "cancelled"));
  const beside = await queue("beside@example.test");
  expect(await sendMail(sender(), { mailId: beside.id, organizationId: organization.id, maxAttempts: 5 })).toBe("sent");
  await clearJobs();
}, 60_000);

test("the development mailbox keeps what was rendered, sealed, and shows it only where it is enabled", async () => {
  const mailer = createMailer({ mailbox: true });
  const own = await queue("dev@example.test", "person");
  const tenant = await queue("dev@example.test");
  for (const mail of [own, tenant]) {
    await sendMail({ ...sender(), mailer }, { mailId: mail.id, organizationId: mail.organizationId, maxAttempts: 5 });
  }
  const row = await stored(own.id);
  expect(row).toMatchObject({ state: "sent", content: null });
  expect(row.rendered.toString("latin1")).not.toContain("canary");
  const messages = await readMailbox(anonymousContext(dependencies), { mailboxEnabled: true });
  // Both were queued within one millisecond, so the order between them is not promised.
  expect(messages.map(({ id }) => id).sort()).toEqual([own.id, tenant.id].sort());
  for (const message of messages) expect(message.text).toContain("canary");
  await expect(readMailbox(anonymousContext(dependencies), { mailboxEnabled: false })).rejects.toMatchObject({
    code: "not_found",
  });
  await clearJobs();
});

test("no part of the outbox holds a link in the clear", async () => {
  await queue("sealed@example.test");
  const { rows } = await database.admin.query("select string_agg(o::text, '') as dump from email_outbox o");
  expect(rows[0].dump).not.toContain("canary");
  expect(rows[0].dump).not.toContain(Buffer.from("canary").toString("hex"));
  await clearJobs();
});

test("sweeping takes what has expired and leaves what has not", async () => {
  const now = clock.now().getTime();
  const hours = (count: number) => new Date(now - count * 3_600_000);
  const { owner } = organization.people;
  const node = newId("node");
  for (const age of [23, 25]) {
    await database.admin.query(
      "insert into idempotency_keys (organization_id, actor_id, key, request_hash, created_at) values ($1, 'a', $2, '', $3)",
      [organization.id, `age-${age}`, hours(age)],
    );
    await database.admin.query(
      "insert into gateway_nodes (id, name, started_at, last_seen_at) values ($1, 'n', $2, $2)",
      [age === 23 ? node : newId("node"), hours(age)],
    );
    await database.admin.query(
      "insert into usage_batches (node_id, segment, events, written_at) values ($1, $2, 1, $3)",
      [node, `s${age}`, hours(age === 23 ? 6 * 24 : 8 * 24)],
    );
    await database.admin.query(
      "insert into throttles (bucket, window_start, hits, expires_at) values ($1, $2, 1, $2)",
      [`b${age}`, hours(age === 23 ? -1 : 1)],
    );
    await database.admin.query(
      "insert into user_tokens (id, user_id, purpose, token_hash, created_at, expires_at) values ($1, $2, 'x', $3, $4, $4)",
      [newId("link"), owner.userId, Buffer.from(`t${age}`), hours(age === 23 ? 24 : 8 * 24)],
    );
    await database.admin.query(
      "insert into sessions (id, user_id, created_at, last_seen_at, expires_at, ended_at) values ($1, $2, $3, $3, $3, $3)",
      [newId("session"), owner.userId, hours(age === 23 ? 89 * 24 : 91 * 24)],
    );
    await database.admin.query(
      "insert into webauthn_challenges (challenge, purpose, expires_at) values ($1, 'sign_in', $2)",
      [`c${age}`, hours(age === 23 ? -1 : 1)],
    );
    await database.admin.query(
      "insert into provider_states (state_hash, provider, content, purpose, return_to, expires_at) values ($1, 'oidc', '', 'sign_in', '/', $2)",
      [Buffer.from(`p${age}`), hours(age === 23 ? -1 : 1)],
    );
    await database.admin.query(
      "insert into sign_ups (token_hash, email, content, created_at, expires_at) values ($1, 'a@b.test', '', $2, $2)",
      [Buffer.from(`u${age}`), hours(age === 23 ? -1 : 1)],
    );
    await database.admin.query(
      "insert into known_devices (user_id, device_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $3)",
      [owner.userId, Buffer.from(`d${age}`), hours(age === 23 ? 399 * 24 : 401 * 24)],
    );
    await database.admin.query(
      "insert into sign_ins (id, user_id, at, outcome, method) values ($1, $2, $3, 'signed_in', 'password')",
      [newId("signIn"), owner.userId, hours(age === 23 ? 399 * 24 : 401 * 24)],
    );
  }
  await HANDLERS.sweep_expired({}, { ...dependencies, attempt: 1, maxAttempts: 1 });
  const count = async (text: string) =>
    (await database.admin.query(`select count(*)::int as n from ${text}`)).rows[0].n;
  expect(await count("idempotency_keys where key like 'age-%'")).toBe(1);
  expect(await count("gateway_nodes")).toBe(1);
  expect(await count("usage_batches")).toBe(1);
  expect(await count("throttles where bucket like 'b2%'")).toBe(1);
  expect(await count("user_tokens")).toBe(1);
  expect(await count(`sessions where user_id = '${owner.userId}'`)).toBe(2);
  for (const table of ["webauthn_challenges", "provider_states", "sign_ups", "known_devices", "sign_ins"]) {
    expect([table, await count(table)]).toEqual([table, 1]);
  }
});

test("an hour's checkpoints are signed for every organization that has something to sign", async () => {
  const other = await createTestOrganization(database, clock);
  const { recordAudit } = await import("@/lib/audit/record-audit");
  for (const tenant of [organization, other]) {
    const ctx = tenant.as("owner");
    await withOrganization(ctx, (tx) =>
      recordAudit(tx, ctx, { action: "key.created", target: { type: "key", id: null, name: null } }),
    );
  }
  const run = () => HANDLERS.sign_audit_checkpoints({}, { ...dependencies, attempt: 1, maxAttempts: 1 });
  await run();
  await run();
  const { rows } = await database.admin.query(
    "select organization_id, count(*)::int as n from audit_checkpoints group by 1",
  );
  expect(rows.map(({ n }) => n)).toEqual([1, 1]);
});

test("usage has its partitions for two weeks, and days beyond an organization's retention go", async () => {
  const today = new Date();
  const daysAgo = (days: number) => new Date(today.getTime() - days * 86_400_000);
  const short = await createTestOrganization(database, clock);
  await database.admin.query(`update organizations set settings = '{"usageRetentionDays": 10}' where id = $1`, [
    short.id,
  ]);
  for (const days of [5, 20, 100]) {
    await database.admin.query("select ensure_usage_partition($1::date)", [daysAgo(days)]);
    for (const id of [organization.id, short.id]) {
      await database.admin.query(
        "insert into usage_events (organization_id, at, verdict, count) values ($1, $2, 'VALID', 1)",
        [id, daysAgo(days)],
      );
    }
  }
  const run = { ...dependencies, clock: manualClock(today), attempt: 1, maxAttempts: 1 };
  await HANDLERS.keep_usage_partitions({}, run);
  await HANDLERS.keep_usage_partitions({}, run);
  const left = async (id: string) =>
    (await database.admin.query("select count(*)::int as n from usage_events where organization_id = $1", [id])).rows[0]
      .n;
  expect(await left(organization.id)).toBe(2);
  expect(await left(short.id)).toBe(1);
  const last = daysAgo(-14).toISOString().slice(0, 10).replaceAll("-", "");
  const { rows } = await database.admin.query("select to_regclass($1) is not null as there", [`usage_events_${last}`]);
  expect(rows[0].there).toBe(true);
});

test("a worker that is told to stop finishes the job under way", async () => {
  await clearJobs();
  const mail = await queue("slow@example.test");
  let started = false;
  const slow: WorkerDependencies = {
    ...dependencies,
    mailer: {
      kind: "smtp",
      send: async () => {
        started = true;
        await sleep(700);
        return { providerId: "slow" };
      },
      close: () => undefined,
    },
  };
  const worker = startWorker(slow, database.appUrl);
  for (let waited = 0; !started && waited < 200; waited += 1) await sleep(50);
  await worker.stop();
  expect(await stored(mail.id)).toMatchObject({ state: "sent", provider_id: "slow" });
}, 30_000);
