import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { VERDICTS } from "@/lib/core/enums";
import { AddressList } from "./address";
import { type CallFacts, type Decidable, decide } from "./decide";
import { parsePattern } from "./path-pattern";
import type { ScopeExpression } from "./scope-expression";

const NOW = 1_800_000_000_000;

const scope = fc.constantFrom("items:read", "items:write", "orders:read", "*:read", "items:*", "*:*");
const wanted: fc.Arbitrary<ScopeExpression> = fc.letrec<{ expression: ScopeExpression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("items:read", "items:write", "orders:read"),
    fc.record({ anyOf: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("expression"), { minLength: 1, maxLength: 3 }) }),
  ),
})).expression;
const pattern = fc
  .constantFrom("/items/**", "GET /items/*", "/orders/{id}", "/**", "POST /items")
  .map((text) => parsePattern(text) ?? { method: null, segments: [], text });
const instant = fc.integer({ min: NOW - 1000, max: NOW + 1000 });

const key: fc.Arbitrary<Decidable> = fc.record({
  state: fc.constantFrom("pending" as const, "active" as const, "disabled" as const, "revoked" as const),
  quarantined: fc.boolean(),
  notBefore: fc.oneof(fc.constant(Number.NEGATIVE_INFINITY), instant),
  expiresAt: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), instant),
  endsAt: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), instant),
  scopes: fc.array(scope, { maxLength: 3 }),
  additions: fc.constant(null),
  restrictions: fc.option(
    fc.record({
      addresses: fc
        .option(fc.constantFrom(["203.0.113.0/24"], ["2001:db8::/32"], ["nonsense"]))
        .map((list) => (list ? new AddressList(list) : null)),
      countries: fc.option(fc.constantFrom(new Set(["DE"]), new Set(["US", "FR"]))),
      methods: fc.option(fc.constantFrom(new Set(["GET"]), new Set(["POST"]))),
      paths: fc.option(fc.array(pattern, { maxLength: 2 })),
    }),
  ),
  rules: fc.record({
    claimedEndpoints: fc.array(fc.record({ pattern, scope: fc.constantFrom("items:read", "orders:read") }), {
      maxLength: 3,
    }),
  }),
});
const call: fc.Arbitrary<CallFacts> = fc.record({
  scopes: fc.option(wanted),
  method: fc.option(fc.constantFrom("GET", "POST", "DELETE")),
  path: fc.option(
    fc.oneof(fc.constantFrom("/items/1", "/orders/7", "/items", "/items/../x", "/%2e%2e/x"), fc.string()),
  ),
  ip: fc.option(fc.oneof(fc.constantFrom("203.0.113.7", "2001:db8::1", "::ffff:203.0.113.9"), fc.string())),
  country: fc.option(fc.constantFrom("DE", "US", "AQ")),
});

/** What makes each refusal true, written down independently of the order in which decide asks. */
function reasons(entry: Decidable, facts: CallFacts): Set<string> {
  const found = new Set<string>();
  if (entry.state === "pending") found.add("NOT_FOUND");
  if (entry.state === "revoked") found.add("REVOKED");
  if (entry.state === "disabled") found.add("DISABLED");
  if (entry.quarantined) found.add("QUARANTINED");
  if (entry.endsAt <= NOW || entry.expiresAt <= NOW || entry.notBefore > NOW) found.add("EXPIRED");
  const open: Decidable = {
    ...entry,
    state: "active",
    quarantined: false,
    notBefore: -Infinity,
    expiresAt: Infinity,
    endsAt: Infinity,
  };
  const only = (part: Partial<NonNullable<Decidable["restrictions"]>>): Decidable => ({
    ...open,
    rules: { claimedEndpoints: [] },
    restrictions: { addresses: null, countries: null, methods: null, paths: null, ...part },
  });
  const { restrictions } = entry;
  if (restrictions && decide(only({ addresses: restrictions.addresses }), { ...facts, scopes: null }, NOW) !== "VALID")
    found.add("FORBIDDEN_IP");
  if (restrictions && decide(only({ countries: restrictions.countries }), { ...facts, scopes: null }, NOW) !== "VALID")
    found.add("FORBIDDEN_COUNTRY");
  if (decide({ ...only({}), scopes: entry.scopes }, facts, NOW) !== "VALID") found.add("INSUFFICIENT_SCOPE");
  const paths = { ...open, restrictions: restrictions && { ...restrictions, addresses: null, countries: null } };
  if (decide(paths, { ...facts, scopes: null }, NOW) !== "VALID") found.add("FORBIDDEN_PATH");
  return found;
}

describe("decide", () => {
  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(key, call, fc.double(), (entry, facts, now) => VERDICTS.includes(decide(entry, facts, now))),
      { numRuns: 2000 },
    );
  });

  it("names the first refusal in the order of the contract, and VALID exactly when there is none", () => {
    fc.assert(
      fc.property(key, call, (entry, facts) => {
        const found = reasons(entry, facts);
        const first = VERDICTS.find((verdict) => found.has(verdict)) ?? "VALID";
        expect(decide(entry, facts, NOW)).toBe(first);
      }),
      { numRuns: 3000 },
    );
  });

  it("no key is NOT_FOUND", () => {
    fc.assert(fc.property(call, (facts) => decide(null, facts, NOW) === "NOT_FOUND"));
  });

  it("taking scopes away never makes a refused call valid", () => {
    fc.assert(
      fc.property(key, call, fc.nat(2), (entry, facts, drop) => {
        const fewer = { ...entry, scopes: entry.scopes.filter((_, index) => index !== drop) };
        if (decide(fewer, facts, NOW) === "VALID") expect(decide(entry, facts, NOW)).toBe("VALID");
      }),
      { numRuns: 2000 },
    );
  });

  it("adding a restriction never makes a refused call valid", () => {
    fc.assert(
      fc.property(key, call, (entry, facts) => {
        if (decide(entry, facts, NOW) === "VALID")
          expect(decide({ ...entry, restrictions: null }, facts, NOW)).toBe("VALID");
      }),
      { numRuns: 2000 },
    );
  });

  it("a key that has expired stays expired as time goes on", () => {
    fc.assert(
      fc.property(key, call, fc.integer({ min: 0, max: 5000 }), (entry, facts, later) => {
        const started = { ...entry, notBefore: Number.NEGATIVE_INFINITY };
        if (decide(started, facts, NOW) === "EXPIRED") expect(decide(started, facts, NOW + later)).toBe("EXPIRED");
      }),
      { numRuns: 2000 },
    );
  });

  it("a restriction that cannot be checked refuses", () => {
    const base: Decidable = {
      state: "active",
      quarantined: false,
      notBefore: Number.NEGATIVE_INFINITY,
      expiresAt: Number.POSITIVE_INFINITY,
      endsAt: Number.POSITIVE_INFINITY,
      scopes: [],
      additions: null,
      restrictions: null,
      rules: { claimedEndpoints: [] },
    };
    const nothing: CallFacts = { scopes: null, method: null, path: null, ip: null, country: null };
    const none = { addresses: null, countries: null, methods: null, paths: null };
    expect(
      decide({ ...base, restrictions: { ...none, addresses: new AddressList(["0.0.0.0/0"]) } }, nothing, NOW),
    ).toBe("FORBIDDEN_IP");
    expect(decide({ ...base, restrictions: { ...none, countries: new Set(["DE"]) } }, nothing, NOW)).toBe(
      "FORBIDDEN_COUNTRY",
    );
    expect(decide({ ...base, restrictions: { ...none, methods: new Set(["GET"]) } }, nothing, NOW)).toBe(
      "FORBIDDEN_PATH",
    );
    expect(decide({ ...base, restrictions: { ...none, paths: [] } }, nothing, NOW)).toBe("FORBIDDEN_PATH");
  });

  it("an endpoint that scopes claim is open only to keys with one of them", () => {
    const claim = (text: string, name: string) => {
      const parsed = parsePattern(text);
      if (!parsed) throw new Error(text);
      return { pattern: parsed, scope: name };
    };
    const rules = { claimedEndpoints: [claim("GET /items/**", "items:read"), claim("POST /items", "items:write")] };
    const reader = {
      state: "active" as const,
      quarantined: false,
      notBefore: -Infinity,
      expiresAt: Infinity,
      endsAt: Infinity,
      scopes: ["items:read"],
      additions: null,
      restrictions: null,
      rules,
    };
    const at = (method: string, path: string) =>
      decide(reader, { scopes: null, method, path, ip: null, country: null }, NOW);
    expect(at("GET", "/items/1")).toBe("VALID");
    expect(at("POST", "/items")).toBe("FORBIDDEN_PATH");
    expect(at("DELETE", "/elsewhere")).toBe("VALID");
  });
});

describe("what a key has for a time", () => {
  const key = (additions: Decidable["additions"]): Decidable => ({
    state: "active",
    quarantined: false,
    notBefore: Number.NEGATIVE_INFINITY,
    expiresAt: Number.POSITIVE_INFINITY,
    endsAt: Number.POSITIVE_INFINITY,
    scopes: ["items:read"],
    additions,
    restrictions: { addresses: new AddressList(["203.0.113.0/24"]), countries: null, methods: null, paths: null },
    rules: { claimedEndpoints: [] },
  });
  const call = { scopes: "items:write", method: null, path: null, ip: "203.0.113.7", country: null };

  it("a granted scope opens until its end and not a millisecond longer", () => {
    const granted = key({
      grants: [{ scope: "items:write", until: NOW }],
      networkWaivedUntil: Number.NEGATIVE_INFINITY,
    });
    expect(decide(granted, call, NOW - 1)).toBe("VALID");
    expect(decide(granted, call, NOW)).toBe("INSUFFICIENT_SCOPE");
    expect(decide(key(null), call, NOW - 1)).toBe("INSUFFICIENT_SCOPE");
  });

  it("a waiver of the network rule lets any address in until its end, and lifts nothing else", () => {
    const waived = key({ grants: [], networkWaivedUntil: NOW });
    const elsewhere = { ...call, scopes: "items:read", ip: "198.51.100.1" };
    expect(decide(waived, elsewhere, NOW - 1)).toBe("VALID");
    expect(decide(waived, elsewhere, NOW)).toBe("FORBIDDEN_IP");
    expect(decide(waived, { ...elsewhere, scopes: "items:write" }, NOW - 1)).toBe("INSUFFICIENT_SCOPE");
  });
});
