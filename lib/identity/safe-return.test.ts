import { expect, test } from "vitest";
import { safeReturnPath } from "./safe-return";

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n//evil.example",
  "https://evil.example/",
  "https://localhost:3000@evil.example/",
  "javascript:alert(1)",
  "/%2F%2Fevil.example/..",
  "/%2fevil.example",
  "/%252f%252fevil.example",
  "/%5cevil.example",
  "/%0d%0aset-cookie:x",
  "/.//evil.example",
  "/%",
  "evil",
  "",
  `/${"a".repeat(3000)}`,
])("%j stays home", (wanted) => {
  expect(safeReturnPath(wanted)).toBe("/");
});

test.each(["/acme/keys?status=active&q=a%20b", "/account/sessions", "/", "/acme/requests/new?scope=a%3Aread#top"])(
  "%s is a page of ours",
  (wanted) => {
    expect(safeReturnPath(wanted)).toBe(wanted);
  },
);
