import { describe, expect, it } from "vitest";
import { changedKeyBody, EMPTY_KEY_FORM, EMPTY_RATE_LIMIT, keyFormValues, newKeyBody } from "./new-key-values";

const FILLED = {
  ...EMPTY_KEY_FORM,
  project: "api",
  environment: "production",
  name: "billing sync",
  scopes: ["invoices:read"],
};

describe("newKeyBody", () => {
  it("leaves to the policy what was left alone: expiry and rate limits", () => {
    const body = newKeyBody(FILLED);
    expect(body).not.toHaveProperty("expiresAt");
    expect(body).not.toHaveProperty("expiresIn");
    expect(body).not.toHaveProperty("rateLimits");
    expect(body).not.toHaveProperty("owner");
  });

  it("asks for no expiry only where that was chosen", () => {
    expect(newKeyBody({ ...FILLED, expiry: "never", expiresIn: "30d" })).toMatchObject({ expiresAt: null });
    expect(newKeyBody({ ...FILLED, expiresIn: "30d" })).toMatchObject({ expiresIn: "30d" });
  });

  it("never turns a mistyped limit into no limit", () => {
    expect(newKeyBody({ ...FILLED, quota: "ten" }).quota).toBe(-1);
    const rateLimits = [{ ...EMPTY_RATE_LIMIT, limit: "1o0" }];
    expect(newKeyBody({ ...FILLED, rateLimits })).toMatchObject({ rateLimits: [{ limit: -1, window: 60 }] });
  });
});

describe("changedKeyBody", () => {
  const rateLimits = [{ limit: "100", window: "60", burst: "20", endpoint: "GET /invoices/**" }];
  const before = { ...FILLED, expiry: "at" as const, expiresAt: "2027-01-31T00:00:00.000Z", rateLimits };

  it("names nothing when nothing was changed", () => {
    expect(changedKeyBody(before, { ...before })).toEqual({});
  });

  it("names only what was changed", () => {
    expect(changedKeyBody(before, { ...before, name: "billing" })).toEqual({ name: "billing" });
    expect(changedKeyBody(before, { ...before, expiry: "never" })).toEqual({ expiresAt: null });
    expect(changedKeyBody(before, { ...before, expiry: "in", expiresIn: "7d" })).toEqual({ expiresIn: "7d" });
  });

  it("takes all rate limits away when all rows are removed", () => {
    expect(changedKeyBody(before, { ...before, rateLimits: [] })).toEqual({ rateLimits: [] });
  });

  it("keeps what the form does not show of a limit: its burst and endpoint", () => {
    const key = { ...KEY, rateLimits: [{ limit: 100, window: 60, burst: 20, endpoint: "GET /invoices/**" }] };
    const values = keyFormValues(key);
    expect(changedKeyBody(values, { ...values, quota: "500" })).toEqual({ quota: 500 });
    expect(values.rateLimits).toEqual(rateLimits);
  });
});

const KEY: Parameters<typeof keyFormValues>[0] = {
  id: "key_1",
  name: "billing sync",
  purpose: "",
  projectId: "prj_1",
  project: "api",
  projectName: "API",
  environmentId: "env_1",
  environment: "production",
  environmentName: "Production",
  environmentColor: "red",
  sensitivity: "high",
  ownerId: "usr_1",
  ownerType: "user",
  ownerName: "Ada",
  ownerActive: true,
  status: "active",
  scopes: ["invoices:read"],
  methods: [],
  paths: [],
  ipAllowlist: [],
  countries: [],
  rateLimits: [],
  quota: null,
  concurrency: null,
  tags: {},
  notBefore: null,
  expiresAt: "2027-01-31T00:00:00.000Z",
  rotationDue: null,
  rotatedAt: null,
  secretStart: "api_prod_4f",
  secretLastFour: "k3Zq",
  versionId: "kv_1",
  versionNumber: 1,
  lastUsedAt: null,
  lastUsedIp: null,
  lastUsedCountry: null,
  verifications: 0,
  createdBy: "usr_1",
  createdByName: "Ada",
  createdAt: "2026-11-01T00:00:00.000Z",
  updatedAt: "2026-11-01T00:00:00.000Z",
  disabledAt: null,
  quarantinedAt: null,
  revokedAt: null,
  revocationReason: null,
  revocationComment: null,
  template: null,
  granted: [],
  networkWaivedUntil: null,
};
