import fc from "fast-check";
import { expect, it } from "vitest";
import { templateEndpoint } from "./endpoint";
import { parsePattern } from "./path-pattern";
import { parseJsonObject, parseVerifyRequest } from "./request";
import { isSatisfied, missingScopes } from "./scope-expression";

it("any JSON is either read or refused with a field, and never throws", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const object = parseJsonObject(text);
      if (object.ok) expect(typeof parseVerifyRequest(object.value).ok).toBe("boolean");
    }),
  );
});

it("deep, wide and long bodies are refused without holding the event loop", () => {
  let nested: unknown = "items:read";
  for (let depth = 0; depth < 500; depth += 1) nested = { anyOf: [nested] };
  const bodies: Record<string, unknown>[] = [
    { key: "k", scopes: nested },
    { key: "k", scopes: Array.from({ length: 5000 }, () => "a:b") },
    { key: "k", scopes: [`${"a".repeat(50_000)}:b`] },
    ...["path", "userAgent", "method", "ip"].map((field) => ({ key: "k", [field]: `/${"1.".repeat(50_000)}` })),
  ];
  for (const body of bodies) {
    const quickest = Math.min(
      ...[1, 2, 3].map(() => {
        const started = performance.now();
        expect(parseVerifyRequest(body).ok).toBe(false);
        return performance.now() - started;
      }),
    );
    expect(quickest).toBeLessThan(20);
  }
});

it("a satisfied expression misses nothing, an unsatisfied one something", () => {
  const name = fc.constantFrom("a:r", "a:w", "b:r");
  const nested = fc.oneof(
    name,
    fc.record({ anyOf: fc.array(name, { minLength: 1 }) }),
    fc.record({ allOf: fc.array(name, { minLength: 1 }) }),
  );
  fc.assert(
    fc.property(
      fc.record({ allOf: fc.array(nested, { minLength: 1 }) }),
      fc.array(fc.oneof(name, fc.constant("*:r"))),
      (expression, granted) => {
        expect(missingScopes(expression, granted).length === 0).toBe(isSatisfied(expression, granted));
        expect(isSatisfied(expression, [...granted, ...missingScopes(expression, granted)])).toBe(true);
      },
    ),
  );
});

it("endpoints are named by the catalogue, else by the shape of their parts", () => {
  const patterns = ["GET /invoices/{invoice}", "/orders/**"].map(parsePattern).filter((pattern) => pattern !== null);
  const named = (path: string, method = "GET") => templateEndpoint(path, method, patterns);
  expect(named("/invoices/42?x=1")).toBe("/invoices/{invoice}");
  expect(named("/invoices/42", "POST")).toBe("/invoices/{id}");
  expect(named("/orders/7/lines/3f2504e0-4f89-41d3-9a0c-0305e82c3301")).toBe("/orders/{id}/lines/{id}");
  expect(named("/users/usr_01j8z3k4m5n6p7q8r9s0t1v2w3")).toBe("/users/{id}");
  expect(named("/v1/customers/me")).toBe("/v1/customers/me");
  expect(named("/a\u202eb\u0007")).toBe("/ab");
  expect(named("/%2e%2e%2f")).toBeNull();
  fc.assert(fc.property(fc.string(), (path) => (named(`/${path}`) ?? "").length <= 200));
});
