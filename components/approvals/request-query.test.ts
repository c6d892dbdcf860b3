import { expect, test } from "vitest";
import { requestQuery } from "./request-query";

test("what stands in the URL is asked for in one order, and what no list knows is left out", () => {
  expect(requestQuery({})).toEqual({ limit: 50 });
  expect(
    requestQuery({ state: ["denied", "pending", "nonsense"], kind: ["elevate"], waiting: ["me"], requester: ["me"] }),
  ).toEqual({ limit: 50, state: ["pending", "denied"], kind: ["elevate"], waiting: "me", requester: "me" });
  expect(requestQuery({ requester: ["x".repeat(70)], waiting: ["you"] })).toEqual({ limit: 50 });
});
