import { expect, test } from "vitest";
import { LatchkeyProblem } from "@/clients/sdk/problem";
import { asksFor } from "./widening";

const KEY = { id: "key_1", scopes: ["invoices:read"], ipAllowlist: ["203.0.113.0/24"] };
const refused = (widened: string[]) => new LatchkeyProblem(403, { code: "forbidden", title: "No.", widened });

test("a change that gives more than its maker may give leads to requests for exactly that", () => {
  expect(
    asksFor(refused(["scopes", "expiresAt", "ipAllowlist"]), "acme", KEY, {
      scopes: ["invoices:read", "invoices:write"],
      expiresIn: "90d",
    }),
  ).toEqual([
    {
      label: "Ask for these scopes",
      href: "/acme/requests/new?key=key_1&kind=extend_scopes&scopes=invoices%3Awrite",
    },
    { label: "Ask for a longer life", href: "/acme/requests/new?key=key_1&kind=extend_expiry&ends=90d" },
    { label: "Ask to lift the allow-list for a time", href: "/acme/requests/new?key=key_1&kind=waive_network" },
  ]);
});

test("what no request can bring is said as such, and any other error is not taken for one", () => {
  expect(asksFor(refused(["quota"]), "acme", KEY, {})).toEqual([]);
  expect(asksFor(new LatchkeyProblem(403, { code: "forbidden" }), "acme", KEY, {})).toBeNull();
  expect(asksFor(new LatchkeyProblem(409, { code: "conflict", widened: ["scopes"] }), "acme", KEY, {})).toBeNull();
  expect(asksFor(new Error("network"), "acme", KEY, {})).toBeNull();
});
