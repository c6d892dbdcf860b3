import { expect, test } from "vitest";
import { safeReturnPath } from "./safe-return";

test("a path of this site is where one came from", () => {
  for (const path of ["/acme", "/acme/keys?status=active#top", "/account/sessions"])
    expect(safeReturnPath(path)).toBe(path);
});

test("every way to another host leads home", () => {
  const attempts = [
    "//evil.test",
    "/\\evil.test",
    "/\t/evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/%2f%2fevil.test/..//",
    "\\/evil.test",
    "/\n//evil.test",
    "//user@evil.test",
    "data:text/html,x",
    "",
    "evil.test",
    "/ /evil.test",
    "/\u0000/evil.test",
  ];
  for (const attempt of attempts) {
    const target = safeReturnPath(attempt);
    expect(new URL(target, "http://here.test").host).toBe("here.test");
    expect(target.startsWith("//")).toBe(false);
  }
  expect(safeReturnPath(["/a", "/b"])).toBe("/");
  expect(safeReturnPath(undefined)).toBe("/");
});
