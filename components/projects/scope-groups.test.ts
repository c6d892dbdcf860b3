import { expect, test } from "vitest";
import type { Scope } from "./project-paths";
import { groupScopes, readScopeLines } from "./scope-groups";

function scope(name: string, rest: Partial<Scope> = {}): Scope {
  const at = "2026-01-01T00:00:00Z";
  return {
    id: name,
    name,
    description: "",
    category: "",
    sensitive: false,
    endpoints: [],
    createdAt: at,
    updatedAt: at,
    ...rest,
  };
}

const scopes = [
  scope("zebras:read"),
  scope("invoices:write", { category: "Billing", sensitive: true, endpoints: ["POST /invoices"] }),
  scope("invoices:read", { category: "Billing", description: "Read them" }),
  scope("users:read", { category: "Accounts" }),
];
const all = { search: "", categories: [], sensitive: null };

test("scopes stand by category, those without one last", () => {
  expect(groupScopes(scopes, all).map((group) => [group.category, group.scopes.length])).toEqual([
    ["Accounts", 1],
    ["Billing", 2],
    ["Other", 1],
  ]);
});

test("every word of a search must be found, in names, texts or calls", () => {
  const names = (search: string) =>
    groupScopes(scopes, { ...all, search }).flatMap((group) => group.scopes.map((s) => s.name));
  expect(names("billing read")).toEqual(["invoices:read"]);
  expect(names("POST")).toEqual(["invoices:write"]);
  expect(groupScopes(scopes, { ...all, sensitive: "true" })).toHaveLength(1);
  expect(groupScopes(scopes, { ...all, categories: ["Other"] }).map((group) => group.category)).toEqual(["Other"]);
});

test("pasted lines are read as a name and a description, each name once", () => {
  expect(readScopeLines("a:read  Reads a thing\n\n b:write, Writes\na:read again\n")).toEqual([
    { name: "a:read", description: "Reads a thing" },
    { name: "b:write", description: "Writes" },
  ]);
});
