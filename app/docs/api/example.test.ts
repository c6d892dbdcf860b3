import { describe, expect, it } from "vitest";
import { curlOf, exampleOf } from "./example";
import type { Operation } from "./reference";

const operation: Operation = {
  anchor: "post-keys",
  method: "POST",
  path: "/organizations/{organization}/keys",
  summary: "Create a key",
  description: null,
  callers: ["session", "serviceToken"],
  parameters: [],
  body: {
    type: "object",
    required: ["name", "scopes"],
    properties: {
      name: { type: "string" },
      scopes: { type: "array", items: { type: "string" } },
      purpose: { type: "string" },
    },
  },
  answers: [],
};

describe("examples of the API reference", () => {
  it("a body shows what is required and no more", () => {
    expect(exampleOf(operation.body ?? {}, {})).toEqual({ name: "billing sync", scopes: ["items:read"] });
  });

  it("a schema that refers to itself ends", () => {
    const node = { type: "object", required: ["child"], properties: { child: { $ref: "#/components/schemas/Node" } } };
    expect(JSON.stringify(exampleOf(node, { Node: node }))).toContain("null");
  });

  it("the call can be pasted into a shell: variables for the path, the service token, one quoted body", () => {
    expect(curlOf(operation, {}, "https://keys.test")).toBe(
      [
        'curl -s -X POST "https://keys.test/api/v1/organizations/$ORGANIZATION/keys"',
        '  -H "authorization: Bearer $LATCHKEY_TOKEN"',
        '  -H "content-type: application/json"',
        `  -d '{"name":"billing sync","scopes":["items:read"]}'`,
      ].join(" \\\n"),
    );
  });

  it("a person's call names the origin, without which the API refuses it", () => {
    const own = { ...operation, callers: ["session" as const], body: null };
    expect(curlOf(own, {}, "https://keys.test")).toContain('-H "origin: https://keys.test"');
  });
});
