import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Context } from "@/db/tenancy";
import { enterOrganization, withOrganization } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization } from "@/db/testing/organization";
import type { SystemActor } from "@/lib/core/actor";
import { Vault } from "@/lib/core/vault";
import { checkpointPublicKeys } from "./checkpoint";
import { exportAuditEvents } from "./export-audit-events";
import { listAuditCheckpoints } from "./list-audit-checkpoints";
import { recordAudit } from "./record-audit";
import { signAuditCheckpoint } from "./sign-audit-checkpoint";
import { readCheckpoint, verifyAuditExport } from "./verify-audit-export";
import { verifyAuditTrail } from "./verify-audit-trail";

let database: TestDatabase;
let organization: TestOrganization;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  organization = await createTestOrganization(database);
});

function house(): Context<SystemActor> {
  const ctx = organization.system();
  if (ctx.actor.type !== "system") throw new Error("not the house");
  return { ...ctx, actor: ctx.actor };
}

async function record(times: number, ctx: Context = organization.as("owner"), reason: string | null = null) {
  await withOrganization(ctx, async (tx) => {
    for (let index = 0; index < times; index += 1) {
      await recordAudit(tx, ctx, {
        action: "key.created",
        target: { type: "key", id: `key_${index}`, name: `key ${index}` },
        after: { z: 1.5, a: [{ y: null, b: "ü" }], at: new Date(0) },
        reason,
      });
    }
  });
}

/** What a superuser can do that no role of ours can: the triggers are switched off for one statement. */
async function tamper(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query(statement.replaceAll("$org", client.escapeLiteral(organization.id)));
  } finally {
    await client.end();
  }
}

async function exported(input: unknown = { format: "jsonl" }): Promise<string[]> {
  const { stream } = await exportAuditEvents(organization.as("owner"), input);
  const text = await new Response(stream).text();
  return text.split("\n").filter((line) => line !== "");
}

function check(lines: readonly string[], keys: readonly string[] = checkpointPublicKeys(database.vault)) {
  return verifyAuditExport(async function* () {
    yield* lines;
  }, keys);
}

describe("the trail in the database", () => {
  test("an untouched trail with its checkpoints is whole", async () => {
    await record(3);
    expect(await signAuditCheckpoint(house())).toBe(3);
    expect(await signAuditCheckpoint(house())).toBeNull();
    await record(2);
    expect(await verifyAuditTrail(house())).toEqual({ events: 5, checkpoints: 1, fault: null });
  });

  test("text that Postgres cannot keep as it is does not break the chain", async () => {
    await record(1, organization.as("owner"), "half a \ud83d pair");
    expect((await verifyAuditTrail(house())).fault).toBeNull();
  });

  test("changes made at the same time are numbered without gaps", async () => {
    await Promise.all(Array.from({ length: 20 }, () => record(1)));
    expect(await verifyAuditTrail(house())).toMatchObject({ events: 20, fault: null });
  });

  test.each(["app", "gateway"] as const)("the role of %s may not update, delete or truncate a row", async (role) => {
    await record(1);
    for (const statement of [
      "update audit_events set reason = 'x'",
      "delete from audit_events",
      "truncate audit_events",
      "update audit_checkpoints set seq = 1",
      "delete from audit_checkpoints",
      "truncate audit_checkpoints",
    ]) {
      await expect(database[role].pool.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    }
    expect(await verifyAuditTrail(house())).toMatchObject({ events: 1, fault: null });
  });

  test("not even the tables' owner may, and an organization that is not being deleted protects its rows", async () => {
    await record(1);
    for (const statement of [
      "update audit_events set reason = 'x'",
      "delete from audit_events",
      "truncate audit_events",
    ]) {
      const client = await database.admin.connect();
      try {
        await client.query("begin");
        await client.query("set local role latchkey_owner");
        // Refused outright, or blind: without an organization the owner sees no row to delete.
        const outcome = await client.query(statement).then(
          ({ rowCount }) => rowCount,
          (error: { code: string }) => error.code,
        );
        expect([0, "42501"], statement).toContain(outcome);
        await client.query("rollback");
        await client.query("begin");
        await expect(client.query(statement), `superuser: ${statement}`).rejects.toMatchObject({ code: "42501" });
      } finally {
        await client.query("rollback");
        client.release();
      }
    }
  });

  test("a change whose audit row cannot be written does not happen", async () => {
    const ctx = organization.as("owner");
    await database.admin.query("alter table audit_events add constraint full_disk check (action <> 'disk.full')");
    const change = withOrganization(ctx, async (tx) => {
      await enterOrganization(tx, organization.id);
      await tx.execute(`update organizations set name = 'changed' where id = '${organization.id}'`);
      await recordAudit(tx, ctx, { action: "disk.full", target: { type: "x", id: null, name: null } });
    });
    await expect(change).rejects.toThrow();
    const { rows } = await database.admin.query("select name from organizations where id = $1", [organization.id]);
    expect(rows[0].name).not.toBe("changed");
    await database.admin.query("alter table audit_events drop constraint full_disk");
  });

  test("a superuser's edit is named by its row", async () => {
    await record(5);
    await tamper("update audit_events set target_name = 'innocent' where organization_id = $org and seq = 3");
    expect((await verifyAuditTrail(house())).fault).toMatchObject({ seq: 3 });
  });

  test("a row taken out of the middle is named", async () => {
    await record(5);
    await tamper("delete from audit_events where organization_id = $org and seq = 2");
    expect((await verifyAuditTrail(house())).fault).toEqual({ seq: 2, message: "Row 2 is missing." });
  });

  test("a cut tail is named by the head, and when the head was cut with it, by the checkpoint", async () => {
    await record(5);
    await tamper("delete from audit_events where organization_id = $org and seq > 3");
    expect((await verifyAuditTrail(house())).fault).toMatchObject({
      seq: 4,
      message: expect.stringContaining("cut off"),
    });
    organization = await createTestOrganization(database);
    await record(5);
    await signAuditCheckpoint(house());
    const cut = `delete from audit_events where organization_id = $org and seq > 3;
      update audit_heads h set seq = 3, hash = e.hash, link = e.link from audit_events e
      where h.organization_id = $org and e.organization_id = $org and e.seq = 3`;
    await tamper(cut);
    expect((await verifyAuditTrail(house())).fault).toMatchObject({
      seq: 4,
      message: expect.stringContaining("cut off"),
    });
  });

  test("a tail cut together with its checkpoints is named by a checkpoint that was kept elsewhere", async () => {
    await record(4);
    await signAuditCheckpoint(house());
    const kept = (await listAuditCheckpoints(organization.as("auditor"), {})).items.map(readCheckpoint);
    await tamper(`delete from audit_events where organization_id = $org; delete from audit_checkpoints where organization_id = $org;
      delete from audit_heads where organization_id = $org`);
    expect((await verifyAuditTrail(house())).fault).toBeNull();
    expect((await verifyAuditTrail(house(), kept)).fault).toMatchObject({ seq: 1 });
  });

  test("a trail rewritten with all its links by someone without the key is named", async () => {
    await record(3);
    const other: Context<SystemActor> = {
      ...house(),
      vault: new Vault([{ version: 1, secret: Buffer.alloc(32, "thief") }]),
    };
    await tamper(
      `delete from audit_events where organization_id = $org; delete from audit_heads where organization_id = $org`,
    );
    await record(3, { ...organization.as("owner"), vault: other.vault });
    expect((await verifyAuditTrail(other)).fault).toBeNull();
    expect((await verifyAuditTrail(house())).fault).toMatchObject({ seq: 1 });
    await signAuditCheckpoint(other);
    expect((await verifyAuditTrail(house())).fault?.message).toMatch(/key/);
  });

  test("an older master secret keeps the chain and its checkpoints whole after a rotation", async () => {
    await record(2);
    await signAuditCheckpoint(house());
    const [first] = [{ version: 1, secret: Buffer.alloc(32, "latchkey tests") }];
    const vault = new Vault([{ version: 2, secret: Buffer.alloc(32, "the next one") }, first]);
    await record(2, { ...organization.as("owner"), vault });
    await signAuditCheckpoint({ ...house(), vault });
    expect(await verifyAuditTrail({ ...house(), vault })).toEqual({ events: 4, checkpoints: 2, fault: null });
  });
});

describe("an export", () => {
  test("is checked without any secret, and holds itself as its last event", async () => {
    await record(700);
    await signAuditCheckpoint(house());
    const lines = await exported();
    expect(await check(lines)).toEqual({
      organizationId: organization.id,
      complete: true,
      events: 701,
      checkpoints: 1,
      signedUpTo: 700,
      fault: null,
    });
    expect(JSON.parse(lines[701] ?? "")).toMatchObject({ action: "audit.exported", after: { format: "jsonl" } });
  }, 60_000);

  test("names a row that was changed, taken out or cut off in the file", async () => {
    await record(4);
    await signAuditCheckpoint(house());
    const lines = await exported();
    const changed = lines.map((line) => line.replace('"targetName":"key 1"', '"targetName":"key 9"'));
    expect((await check(changed)).fault?.seq).toBe(2);
    expect((await check(lines.filter((_, index) => index !== 3))).fault?.seq).toBe(3);
    expect((await check(lines.slice(0, 4))).fault?.message).toMatch(/cut off/);
    const shorter = lines
      .filter((_, index) => index < 4 || index > 5)
      .map((line) => line.replace('"lastSeq":5', '"lastSeq":3'));
    expect((await check(shorter)).fault?.message).toMatch(/cut off/);
    expect((await check(lines, ["another key"])).fault?.message).toMatch(/not trusted/);
    await expect(check(["{}"])).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("with filters is still checked row by row, and says that it is not whole", async () => {
    await record(3);
    await record(1, organization.as("admin"));
    await record(2);
    const lines = await exported({ format: "jsonl", actor: organization.people.admin.userId });
    expect(await check(lines)).toMatchObject({ complete: false, events: 1, fault: null });
    const changed = lines.map((line) => line.replace('"targetName":"key 0"', '"targetName":"key 9"'));
    expect((await check(changed)).fault?.seq).toBe(4);
  });

  test("as CSV neutralises cells that a spreadsheet would run", async () => {
    for (const reason of ["=1+1", "+1", "-1", "@x", "\tx", "\rx", 'say "hi", now'])
      await record(1, organization.as("owner"), reason);
    const text = (await exported({})).join("\n");
    for (const cell of [`'=1+1`, `'+1`, `'-1`, `'@x`, `'\tx`, `"'\rx"`, `"say ""hi"", now"`])
      expect(text).toContain(`,${cell},`);
    expect(text).not.toMatch(/,[=+@\t-]/);
  });

  test("needs a factor proved just now, and someone who may read the trail", async () => {
    await expect(exportAuditEvents(organization.as("owner", { mfa: false }), {})).rejects.toMatchObject({
      code: "step_up_required",
    });
    await expect(exportAuditEvents(organization.as("developer"), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(exportAuditEvents(organization.as("auditor"), { format: "xml" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("given up half way ends its reading", async () => {
    await record(600);
    const { stream } = await exportAuditEvents(organization.as("owner"), { format: "csv" });
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    await reader.cancel();
    await expect(reader.closed).resolves.toBeUndefined();
  }, 60_000);
});
