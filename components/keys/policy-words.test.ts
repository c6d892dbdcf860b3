import { describe, expect, it } from "vitest";
import { POLICY_PRESETS } from "@/lib/policies/schema";
import { describeKey } from "./describe-key";
import { EMPTY_KEY_FORM } from "./new-key-values";
import { approvalReasons, policyWords } from "./policy-words";

const NOW = new Date("2026-11-22T12:00:00Z");
const PLACE = { project: "API", environment: "Production", sensitivity: "high" };
const values = { ...EMPTY_KEY_FORM, scopes: ["invoices:read"], expiresIn: "30d" };

describe("approvalReasons", () => {
  const { high, low } = POLICY_PRESETS;

  it("says beforehand that a key needs an approval, and why", () => {
    expect(approvalReasons(high, "request", values, [], NOW)).toEqual(["a new key in this environment"]);
    expect(approvalReasons(high, "create", values, ["invoices:read"], NOW)).toEqual(["a sensitive scope"]);
  });

  it("sees a sensitive scope behind a wildcard", () => {
    const wild = { ...values, scopes: ["invoices:*"] };
    expect(approvalReasons(high, "create", wild, ["invoices:delete"], NOW)).toEqual(["a sensitive scope"]);
  });

  it("asks nobody where one manages the environment or the policy asks for nobody", () => {
    expect(approvalReasons(high, "manage", values, ["invoices:read"], NOW)).toEqual([]);
    expect(approvalReasons(low, "create", values, [], NOW)).toEqual([]);
  });

  it("counts a lifetime from now", () => {
    const long = { ...high, longLifetimeAfter: 20 * 86_400, longLifetimeApprovals: high.approvals };
    expect(approvalReasons(long, "create", values, [], NOW)).toEqual(["a long lifetime"]);
    expect(approvalReasons(long, "create", { ...values, expiresIn: "7d" }, [], NOW)).toEqual([]);
  });
});

describe("policyWords", () => {
  it("says what is bounded and nothing of what is open", () => {
    const words = policyWords({ ...POLICY_PRESETS.high, requireIpAllowlist: true }).join(" ");
    expect(words).toContain("at most 366 days");
    expect(words).toContain("allow-list of addresses is required");
    expect(policyWords(POLICY_PRESETS.low).join(" ")).not.toContain("at most");
  });
});

describe("describeKey", () => {
  it("says what a key will be able to do, from where and until when", () => {
    expect(describeKey(values, PLACE, [])).toEqual([
      "It has invoices:read in Production of API.",
      "It works from any address.",
      "It stops working after 30 days.",
    ]);
  });

  it("warns of sensitive scopes and of a key that can do nothing", () => {
    expect(describeKey(values, PLACE, ["invoices:read"])).toContain("invoices:read is sensitive.");
    expect(describeKey({ ...values, scopes: [] }, PLACE, [])[0]).toContain("It may do nothing yet");
  });

  it("names every restriction", () => {
    const text = describeKey(
      {
        ...values,
        ipAllowlist: ["203.0.113.0/24"],
        countries: ["DE"],
        methods: ["GET"],
        paths: ["/invoices/**"],
        rateLimits: [{ limit: "100", window: "600", burst: "", endpoint: "" }],
        quota: "5000",
        concurrency: "3",
        expiry: "never",
      },
      PLACE,
      [],
    ).join(" ");
    for (const part of ["203.0.113.0/24", "DE", "GET on /invoices/**", "100 calls per 10 minutes", "5000", "3 calls"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("It never expires.");
  });
});
