import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { UserActor } from "@/lib/core/actor";
import { KEY_STATES, ROLES } from "@/lib/core/enums";
import { POLICY_PRESETS, policySchema } from "@/lib/policies/schema";
import { actionRefusal, decideCreation, type KeyDraft, keyStatus, policyErrors, wideningOf } from "./policy";
import { KEY_ACTIONS } from "./schema";

const now = new Date("2026-11-01T00:00:00Z");
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const person = (role: UserActor["role"], access: UserActor["access"] = {}): UserActor => ({
  type: "user",
  organizationId: "org_1",
  userId: "usr_1",
  memberId: "mbr_1",
  sessionId: "ses_1",
  role,
  access,
  mfaAt: null,
});
const production = { id: "env_1", projectId: "prj_1", name: "Production", sensitivity: "high" as const };
const development = { ...production, id: "env_2", name: "Development", sensitivity: "low" as const };
const draft: KeyDraft & { sensitive: boolean } = {
  scopes: ["items:read"],
  methods: [],
  paths: [],
  ipAllowlist: [],
  countries: [],
  expiresAt: later(30),
  sensitive: false,
};

describe("who may make a key", () => {
  const rule = (count: number) => ({ count, roles: [], teams: [], members: [] });

  test("managers make it at once, developers ask in production, auditors may not", () => {
    const policy = POLICY_PRESETS.high;
    expect(decideCreation(person("admin"), production, policy, draft, now)).toEqual({ kind: "create" });
    expect(decideCreation(person("developer"), production, policy, draft, now)).toMatchObject({ kind: "approval" });
    expect(decideCreation(person("auditor"), production, policy, draft, now)).toMatchObject({ kind: "refused" });
  });

  test("a request level without any approver asked for is a create", () => {
    const policy = policySchema.parse({ ...POLICY_PRESETS.high, approvals: rule(0), sensitiveApprovals: null });
    expect(decideCreation(person("developer"), production, policy, draft, now)).toEqual({ kind: "create" });
  });

  test("each rule that is met asks for itself, with its reason", () => {
    const policy = policySchema.parse({
      ...POLICY_PRESETS.low,
      sensitiveApprovals: rule(1),
      longLifetimeApprovals: rule(2),
      longLifetimeAfter: 86_400,
      openNetworkApprovals: rule(3),
    });
    const decide = (more: Partial<typeof draft>) =>
      decideCreation(person("developer"), development, policy, { ...draft, ...more }, now);
    expect(decide({ sensitive: true })).toMatchObject({
      kind: "approval",
      rules: [{ count: 1 }, { count: 2 }, { count: 3 }],
    });
    expect(decide({ ipAllowlist: ["10.0.0.0/8"], expiresAt: new Date(now.getTime() + 3600_000) })).toEqual({
      kind: "create",
    });
    expect(decide({ ipAllowlist: ["10.0.0.0/8"] })).toMatchObject({ reasons: ["a long lifetime"] });
  });

  test("an override never lifts an auditor, and none takes everything away", () => {
    expect(
      decideCreation(person("auditor", { env_2: "manage" }), development, POLICY_PRESETS.low, draft, now).kind,
    ).toBe("refused");
    expect(
      decideCreation(person("developer", { env_2: "none" }), development, POLICY_PRESETS.low, draft, now).kind,
    ).toBe("refused");
  });
});

describe("what may be done with a key", () => {
  test("nothing is ever possible with a revoked key, whoever asks", () => {
    for (const role of ROLES) {
      for (const action of KEY_ACTIONS) {
        const key = { state: "revoked" as const, expiresAt: null, owned: true };
        expect(actionRefusal(action, person(role), production, key, now)).not.toBeNull();
      }
    }
  });

  test("a refusal is a sentence, and rights only ever shrink from manager to stranger", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KEY_ACTIONS),
        fc.constantFrom(...KEY_STATES),
        fc.boolean(),
        (action, state, expired) => {
          const key = { state, expiresAt: expired ? later(-1) : null };
          const manager = actionRefusal(action, person("owner"), production, { ...key, owned: false }, now);
          const own = actionRefusal(action, person("developer"), production, { ...key, owned: true }, now);
          const stranger = actionRefusal(action, person("developer"), production, { ...key, owned: false }, now);
          if (own === null) expect(manager).toBeNull();
          expect(stranger).not.toBeNull();
          for (const refusal of [manager, own, stranger]) if (refusal) expect(refusal).toMatch(/^[A-Z].*\.$/);
        },
      ),
    );
  });

  test("expired is told only of an active key: a disabled one stays disabled", () => {
    expect(keyStatus({ state: "active", expiresAt: now }, now)).toBe("expired");
    expect(keyStatus({ state: "active", expiresAt: later(1) }, now)).toBe("active");
    expect(keyStatus({ state: "disabled", expiresAt: now }, now)).toBe("disabled");
    expect(keyStatus({ state: "revoked", expiresAt: now }, now)).toBe("revoked");
  });
});

describe("the policy's bounds", () => {
  test.each([
    [{ requireIpAllowlist: true }, {}, ["ipAllowlist"]],
    [{ requireIpAllowlist: true }, { ipAllowlist: ["10.0.0.0/8"] }, []],
    [{ allowedScopes: ["items:*"] }, { scopes: ["items:read", "other:read"] }, ["scopes.1"]],
    [{}, { scopes: ["*:read"] }, ["scopes.0"]],
    [{}, { expiresAt: null }, ["expiresAt"]],
    [{}, { expiresAt: later(367) }, ["expiresAt"]],
    [{}, { expiresAt: later(0) }, ["expiresAt"]],
    [{}, { expiresAt: later(366) }, []],
  ])("%j with %j refuses %j", (rules, more, paths) => {
    const policy = policySchema.parse({ ...POLICY_PRESETS.high, ...rules });
    expect(policyErrors(policy, production, { ...draft, ...more }, now).map(({ path }) => path)).toEqual(paths);
  });
});

describe("what widens a key", () => {
  const before = {
    scopes: ["items:read", "orders:*"],
    methods: ["GET"],
    paths: ["/a/**"],
    ipAllowlist: ["10.0.0.0/16"],
    countries: ["DE"],
    rateLimits: [{ limit: 10, window: 60 }],
    quota: 100,
    concurrency: 5,
    notBefore: later(1),
    expiresAt: later(10),
  };

  test.each([
    [{}, []],
    [{ scopes: ["orders:read"] }, []],
    [{ scopes: ["items:write"] }, ["scopes"]],
    [{ methods: [] }, ["methods"]],
    [{ paths: ["/a/**", "/b"] }, ["paths"]],
    [{ ipAllowlist: ["10.0.1.0/24", "10.0.2.3"] }, []],
    [{ ipAllowlist: ["10.0.0.0/15"] }, ["ipAllowlist"]],
    [{ ipAllowlist: ["10.0.0.0/16", "2001:db8::/32"] }, ["ipAllowlist"]],
    [{ countries: ["DE", "FR"] }, ["countries"]],
    [{ rateLimits: [] }, ["rateLimits"]],
    [
      {
        rateLimits: [
          { limit: 5, window: 60 },
          { limit: 1, window: 1 },
        ],
      },
      [],
    ],
    [{ rateLimits: [{ limit: 10, window: 60, burst: 20 }] }, ["rateLimits"]],
    [{ quota: null }, ["quota"]],
    [{ quota: 99, concurrency: 6 }, ["concurrency"]],
    [{ notBefore: null }, ["notBefore"]],
    [{ expiresAt: later(11) }, ["expiresAt"]],
    [{ expiresAt: null }, ["expiresAt"]],
    [{ expiresAt: later(9) }, []],
  ])("%j widens %j", (change, fields) => {
    expect(wideningOf(before, { ...before, ...change })).toEqual(fields);
  });

  test("a key without limits cannot be widened, only narrowed", () => {
    const open = {
      ...before,
      scopes: ["*:*"],
      methods: [],
      paths: [],
      ipAllowlist: [],
      countries: [],
      rateLimits: [],
      quota: null,
      concurrency: null,
      notBefore: null,
      expiresAt: null,
    };
    expect(wideningOf(open, before)).toEqual([]);
  });
});
