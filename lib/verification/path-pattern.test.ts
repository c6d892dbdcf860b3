import fc from "fast-check";
import { expect, it } from "vitest";
import { matchesPattern, normalizePath, parsePattern } from "./path-pattern";

function covers(pattern: string, method: string | null, path: string): boolean {
  const parsed = parsePattern(pattern);
  const segments = normalizePath(path);
  return parsed !== null && segments !== null && matchesPattern(parsed, method, segments);
}

it("patterns cover what they say and nothing else", () => {
  expect(covers("GET /invoices/**", "GET", "/invoices/42/lines")).toBe(true);
  expect(covers("GET /invoices/**", "GET", "/invoices")).toBe(true);
  expect(covers("GET /invoices/**", "POST", "/invoices/42")).toBe(false);
  expect(covers("GET /invoices/**", null, "/invoices/42")).toBe(true);
  expect(covers("/invoices/{id}", "PUT", "/invoices/42")).toBe(true);
  expect(covers("/invoices/{id}", "PUT", "/invoices/42/lines")).toBe(false);
  expect(covers("/a/**/z", "GET", "/a/b/c/z")).toBe(true);
  expect(covers("/a/**/z", "GET", "/a/b/c/y")).toBe(false);
  expect(covers("/files/*.pdf", "GET", "/files/report.pdf")).toBe(true);
  expect(covers("/files/*.pdf", "GET", "/files/report.pdf.exe")).toBe(false);
  expect(parsePattern("nonsense")).toBeNull();
});

it("a path that the server behind may read otherwise is covered by nothing", () => {
  for (const path of [
    "/items/%2e%2e%2fadmin",
    "/items/..%5cadmin",
    "/items\\..\\admin",
    "/items/%252e%252e/admin",
    "/../admin",
    "/items/%",
    "/items/%00",
  ]) {
    expect(covers("/**", "GET", path), path).toBe(false);
  }
  expect(covers("/items/**", "GET", "/items/../admin")).toBe(false);
  expect(covers("/items/**", "GET", "/items/%2e%2e/admin")).toBe(false);
  expect(covers("/admin", "GET", "/items/../admin?x=/items/")).toBe(true);
});

it("a path is matched in bounded time, and never throws", () => {
  const long = `/${"a/".repeat(4000)}b`;
  const quickest = Math.min(
    ...[1, 2, 3].map(() => {
      const started = performance.now();
      expect(covers("/**/a/**/a/**/a/**/c", "GET", long)).toBe(false);
      expect(covers(`/${"*a".repeat(50)}`, "GET", `/${"a".repeat(8000)}b`)).toBe(false);
      return performance.now() - started;
    }),
  );
  expect(quickest).toBeLessThan(100);
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, path) => typeof covers(`/${pattern}`, "GET", path) === "boolean"),
  );
});
