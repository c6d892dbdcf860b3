import { describe, expect, it } from "vitest";
import { fieldFor } from "./form-context";
import { toProblem } from "./problem";

const DOCUMENT = {
  title: "The input is not valid.",
  status: 422,
  code: "invalid_input",
  requestId: "req_1",
  errors: [
    { path: "scopes.0", message: "is not in the catalogue" },
    { path: "/rateLimits/1/limit", message: "must be positive" },
    { path: ["tags", "team"], message: "is too long" },
    { path: "ipAllowlist[2]", message: "is no address" },
  ],
};

class ApiError extends Error {
  readonly code = "conflict";
  readonly status = 409;
  readonly requestId = null;
  readonly errors = [];
  readonly details = {};
}

describe("toProblem", () => {
  it("reads a problem document wherever an error carries it", () => {
    for (const thrown of [
      DOCUMENT,
      { problem: DOCUMENT },
      { error: DOCUMENT },
      Object.assign(new Error("x"), { details: DOCUMENT }),
    ]) {
      expect(toProblem(thrown)).toMatchObject({
        title: "The input is not valid.",
        requestId: "req_1",
        retryable: false,
      });
    }
  });

  it("names fields alike however the server wrote their path", () => {
    expect(toProblem(DOCUMENT).errors.map((error) => error.path)).toEqual([
      "scopes.0",
      "rateLimits.1.limit",
      "tags.team",
      "ipAllowlist.2",
    ]);
  });

  it("takes the words of an API error that has no title", () => {
    expect(toProblem(new ApiError("The key was changed meanwhile."))).toMatchObject({
      title: "The key was changed meanwhile.",
      code: "conflict",
      status: 409,
    });
  });

  it("never shows the words of an unknown error", () => {
    const problem = toProblem(new Error("connect ECONNREFUSED 10.0.0.3:5432"));
    expect(JSON.stringify(problem)).not.toContain("10.0.0.3");
    expect(problem.retryable).toBe(false);
    for (const odd of [null, undefined, 7, "text", [], {}]) expect(toProblem(odd).title).toBe("Something went wrong.");
  });

  it("only the network and the server's own faults are retried", () => {
    expect(toProblem(new TypeError("Failed to fetch")).retryable).toBe(true);
    expect(toProblem({ title: "Unavailable", status: 503 }).retryable).toBe(true);
    for (const status of [400, 401, 403, 404, 409, 422, 429]) {
      expect(toProblem({ title: "No", status }).retryable, String(status)).toBe(false);
    }
    expect(toProblem(new TypeError("x is not a function")).retryable).toBe(false);
  });
});

describe("fieldFor", () => {
  it("an error below a field goes to that field, and one of no field to none", () => {
    const fields = new Map([
      ["scopes", "scopes"],
      ["rateLimits.0.limit", "limit"],
    ]);
    expect(fieldFor(fields, "scopes.0")).toBe("scopes");
    expect(fieldFor(fields, "scopes")).toBe("scopes");
    expect(fieldFor(fields, "rateLimits.0.limit")).toBe("limit");
    expect(fieldFor(fields, "rateLimits.1.limit")).toBeUndefined();
    expect(fieldFor(fields, "scopesX")).toBeUndefined();
    expect(fieldFor(fields, "")).toBeUndefined();
  });
});
