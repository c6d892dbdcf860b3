import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimTexts, matchesClaim, patternFault, tooWide } from "./claim-pattern";

describe("a pattern", () => {
  test.each([
    ["repo:acme/*:ref:refs/heads/main", "repo:acme/shop:ref:refs/heads/main", true],
    ["repo:acme/*:ref:refs/heads/main", "repo:acme/a/b:ref:refs/heads/main", false],
    ["repo:acme/*:ref:refs/heads/main", "repo:acme/:ref:refs/heads/main", false],
    ["repo:acme/*", "repo:acme/shop\n", true],
    ["repo:acme/*", "xrepo:acme/shop", false],
    ["auth0|*", "auth0|123", true],
    ["auth0|*", "auth0/123", false],
    ["exact", "exact", true],
    ["exact", "Exact", false],
    ["a.c", "abc", false],
  ])("%s on %j is %s", (pattern, text, expected) => {
    expect(matchesClaim(pattern, text)).toBe(expected);
  });

  test("never lets a star stand for a separator, or for nothing", () => {
    const part = fc.stringMatching(/^[^:/|*]{1,8}$/);
    fc.assert(
      fc.property(part, fc.string({ maxLength: 12 }), part, (before, middle, after) => {
        const matched = matchesClaim(`${before}:*:${after}`, `${before}:${middle}:${after}`);
        expect(matched).toBe(middle !== "" && !/[:/|]/.test(middle));
      }),
    );
  });

  test("takes time in proportion to its input", () => {
    const started = performance.now();
    matchesClaim("*:".repeat(50_000), `${"a:".repeat(49_999)}b`);
    expect(performance.now() - started).toBeLessThan(100);
  });

  test("has stars only as whole parts", () => {
    expect([patternFault("a:*:b"), patternFault("*")]).toEqual([null, null]);
    expect([patternFault("a*"), patternFault("a:**:b"), patternFault("feat-*/x")]).not.toContain(null);
  });
});

test("a claim that is a list matches by its members, and an object by nothing", () => {
  expect(claimTexts(["a", 1, true, ["nested"], { b: 1 }, null])).toEqual(["a", "1", "true"]);
  expect(claimTexts({ toString: "a" })).toEqual([]);
  expect(claimTexts(undefined)).toEqual([]);
});

describe("a rule for an issuer that signs for everybody", () => {
  const github = "https://token.actions.githubusercontent.com";
  test.each([
    [github, "repo:acme/*:ref:refs/heads/main", {}, true],
    [github, "repo:*/shop:ref:refs/heads/main", {}, false],
    [github, "repo:*/*:environment:prod", { repository_owner: "acme" }, true],
    [github, "repo:*/*:environment:prod", { repository: "acme/*" }, false],
    [github, "repo:*/*:environment:prod", { workflow: "deploy" }, false],
    ["https://gitlab.com", "project_path:acme/shop:ref_type:branch:ref:main", {}, true],
    ["https://gitlab.com", "project_path:*/shop:ref_type:branch:ref:main", {}, false],
    ["https://accounts.google.com", "*", {}, false],
    ["https://ci.acme.test", "job:*", {}, true],
    ["https://ci.acme.test", "*", {}, false],
  ])("%s, %s, %j is narrow enough: %s", (issuer, subject, claims, expected) => {
    expect(tooWide({ issuer, subject, claims }) === null).toBe(expected);
  });
});
