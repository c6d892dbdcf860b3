import { describe, expect, it } from "vitest";
import { apiDecision, describeDecisions } from "./key-decision";

describe("decisions about the keys of someone who leaves", () => {
  it("a transfer to nobody is no decision", () => {
    expect(apiDecision({ action: "transfer", heir: null })).toBeNull();
    expect(apiDecision(undefined)).toBeNull();
    expect(apiDecision({ action: "transfer", heir: { type: "team", id: "team_1", name: "Billing" } })).toEqual({
      action: "transfer",
      ownerType: "team",
      ownerId: "team_1",
    });
  });

  it("disabling without a day is disabling now", () => {
    expect(apiDecision({ action: "disable", on: "" })).toEqual({ action: "disable" });
    expect(apiDecision({ action: "disable", on: "2026-12-01T00:00:00Z" })).toEqual({
      action: "disable",
      on: "2026-12-01T00:00:00Z",
    });
  });

  it("the summary counts every key once and says nothing of what nobody chose", () => {
    expect(describeDecisions([{ action: "revoke" }, { action: "revoke" }, { action: "disable", on: "" }])).toBe(
      "1 disabled, 2 revoked",
    );
    expect(describeDecisions([undefined])).toBe("");
  });
});
