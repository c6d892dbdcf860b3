import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "@/db/tenancy";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createTestOrganization, type TestOrganization, type TestPerson } from "@/db/testing/organization";
import { type ManualClock, manualClock } from "@/lib/core/clock";
import { LatchkeyError } from "@/lib/core/errors";
import { cancelRequest } from "./cancel-request";
import { claimRequest } from "./claim-request";
import { approveRequest, denyRequest } from "./decide-request";
import { editRequest } from "./edit-request";
import type { RequestState } from "./schema";
import { submitRequest } from "./submit-request";
import { expireRequests } from "./sweep-requests";
import { addPerson, contextAs } from "./testing/people";

const DAY = 86_400_000;
const NEEDED = 2;

let database: TestDatabase;
let organization: TestOrganization;
let clock: ManualClock;
let approvers: TestPerson[];
let counter = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  clock = manualClock(new Date("2026-11-22T12:00:00Z"));
  organization = await createTestOrganization(database, clock);
  approvers = [
    await addPerson(organization, "admin"),
    await addPerson(organization, "admin"),
    organization.people.owner,
  ];
});
afterAll(() => database.close());

/** The state machine on paper: what each step does to it, and whether it may be taken. */
class Model {
  state: RequestState = "pending";
  approvals = new Set<number>();
  dueAt = 7 * DAY;
  now = 0;

  settle(): void {
    if ((this.state === "pending" || this.state === "approved") && this.now >= this.dueAt) this.state = "expired";
  }
  approve(who: number): boolean {
    if (this.state !== "pending" || this.approvals.has(who)) return false;
    this.approvals.add(who);
    if (this.approvals.size < NEEDED) return true;
    this.state = "approved";
    this.dueAt = this.now + 3 * DAY;
    return true;
  }
  deny(who: number): boolean {
    if (this.state !== "pending" || this.approvals.has(who)) return false;
    this.state = "denied";
    return true;
  }
  cancel(): boolean {
    if (this.state !== "pending" && this.state !== "approved") return false;
    this.state = "cancelled";
    return true;
  }
  claim(): boolean {
    if (this.state !== "approved") return false;
    this.state = "claimed";
    return true;
  }
  edit(): boolean {
    if (this.state !== "pending") return false;
    this.approvals.clear();
    this.dueAt = this.now + 7 * DAY;
    return true;
  }
}

type Step =
  | { do: "approve" | "deny"; who: number }
  | { do: "own" | "cancel" | "claim" | "edit" | "sweep" }
  | { do: "wait"; days: number };

const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant("approve" as const), who: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("deny" as const), who: fc.nat(2) }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constantFrom("own" as const, "cancel", "claim", "claim", "edit", "sweep") }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.constantFrom(0, 1, 2, 3, 8) }) },
  ),
  { minLength: 1, maxLength: 12 },
);

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof LatchkeyError && (error.code === "conflict" || error.code === "forbidden")) return false;
    throw error;
  }
}

function approver(who: number): Context {
  const person = approvers[who];
  if (!person) throw new Error("There are three approvers.");
  return contextAs(organization, person);
}

async function take(step: Step, id: string, model: Model): Promise<{ real: boolean; expected: boolean }> {
  const requester = organization.as("developer");
  switch (step.do) {
    case "wait":
      clock.advance(step.days * DAY);
      model.now += step.days * DAY;
      return { real: true, expected: true };
    case "sweep":
      await expireRequests(organization.system());
      return { real: true, expected: true };
    case "own":
      return { real: await succeeds(approveRequest(requester, id, {})), expected: false };
    case "approve":
      return { real: await succeeds(approveRequest(approver(step.who), id, {})), expected: model.approve(step.who) };
    case "deny":
      return {
        real: await succeeds(denyRequest(approver(step.who), id, { reason: "no" })),
        expected: model.deny(step.who),
      };
    case "cancel":
      return { real: await succeeds(cancelRequest(requester, id, {})), expected: model.cancel() };
    case "claim":
      return { real: await succeeds(claimRequest(requester, id, {})), expected: model.claim() };
    case "edit":
      counter += 1;
      return {
        real: await succeeds(editRequest(requester, id, { purpose: `edit ${counter}` })),
        expected: model.edit(),
      };
  }
}

test("whatever people do in whatever order, a request does what the state machine on paper does", {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      counter += 1;
      const request = await submitRequest(organization.as("developer"), {
        kind: "create_key",
        reason: "model",
        name: `model ${counter}`,
        project: "api",
        environment: "production",
        scopes: ["items:write"],
      });
      const model = new Model();
      for (const step of story) {
        model.settle();
        const { real, expected } = await take(step, request.id, model);
        expect({ step, done: real }).toEqual({ step, done: expected });
        model.settle();
      }
      const { rows } = await database.admin.query<{
        state: RequestState;
        expires_at: Date;
        claim_by: Date | null;
        key_id: string | null;
      }>("select state, expires_at, claim_by, key_id from requests where id = $1", [request.id]);
      const [row] = rows;
      const due = row?.state === "pending" ? row.expires_at : row?.state === "approved" ? row.claim_by : null;
      const seen = due && due <= clock.now() ? "expired" : row?.state;
      expect(seen).toBe(model.state);
      // One effect, exactly where the paper says so.
      const made = await database.admin.query("select count(*)::int as n from keys where id = $1", [row?.key_id ?? ""]);
      expect(made.rows[0]?.n).toBe(model.state === "claimed" ? 1 : 0);
      if (model.state === "pending" || model.state === "approved")
        await cancelRequest(organization.as("developer"), request.id, {});
    }),
    { numRuns: 40 },
  );
});
