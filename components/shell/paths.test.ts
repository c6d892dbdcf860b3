import { parseAsArrayOf, parseAsString } from "nuqs/server";
import { describe, expect, it } from "vitest";
import { paths, RESERVED_SEGMENTS, withQuery } from "./paths";

type Build = (...parts: string[]) => string;
function isBuild(value: unknown): value is Build {
  return typeof value === "function";
}

const builders = [...Object.entries(paths), ...Object.entries(paths.account)].flatMap(([name, build]) =>
  isBuild(build) ? [{ name, build }] : [],
);

describe("paths", () => {
  it("builds the URLs of the design", () => {
    expect(paths.organization("acme")).toBe("/acme");
    expect(paths.keys("acme")).toBe("/acme/keys");
    expect(paths.key("acme", "key_01")).toBe("/acme/keys/key_01");
    expect(paths.newKey("acme")).toBe("/acme/keys/new");
    expect(paths.newRequest("acme", { key: "key_01", scopes: ["invoices:read", "invoices:write"] })).toBe(
      "/acme/requests/new?key=key_01&scopes=invoices%3Aread%2Cinvoices%3Awrite",
    );
    expect(paths.environmentPolicy("acme", "api", "production")).toBe(
      "/acme/projects/api/environments/production/policy",
    );
    expect(paths.account.sessions()).toBe("/account/sessions");
    expect(paths.signIn({ callback: "/acme/keys?status=active" })).toBe(
      "/sign-in?callback=%2Facme%2Fkeys%3Fstatus%3Dactive",
    );
    expect(paths.signIn()).toBe("/sign-in");
    expect(paths.handOver("hov_1", "k3y")).toBe("/hand-over/hov_1#k3y");
  });

  it("no part of a path can leave its segment", () => {
    for (const { name, build } of builders) {
      if (build.length === 0 || name === "signIn" || name === "verifyFactor") continue;
      const path = build("../x", "a/b?c#d", "e f");
      expect(path, name).not.toMatch(/\.\.\/|\?c|#d| /);
      expect(new URL(path, "https://host.test").origin, name).toBe("https://host.test");
    }
  });

  it("two pages never have the same URL", () => {
    const all = builders.map(({ build }) => build("one", "two", "three"));
    const simple = all.filter((path) => !path.includes("?") && !path.includes("["));
    expect(new Set(simple).size).toBe(simple.length);
  });

  it("no organization can be named like a part of the application", () => {
    for (const { name, build } of builders) {
      const first = build("some-organization", "x", "y").split(/[/?#]/)[1] ?? "";
      if (first === "" || first === "some-organization") continue;
      expect(RESERVED_SEGMENTS, name).toContain(first);
    }
  });

  it("what a query leaves open is not in the URL", () => {
    expect(withQuery("/acme/keys", { status: null, q: undefined, text: "", tags: [] })).toBe("/acme/keys");
    expect(withQuery("/acme/keys", { page: 0, late: false })).toBe("/acme/keys?page=0&late=false");
  });

  it("a list in a query is read back by the filters as it was, commas included", () => {
    const values = ["a,b", "c", "d e&f"];
    const url = new URL(withQuery("/acme/keys", { tags: values }), "https://host.test");
    expect(parseAsArrayOf(parseAsString).parse(url.searchParams.get("tags") ?? "")).toEqual(values);
  });
});
