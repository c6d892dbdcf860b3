import { describe, expect, it } from "vitest";
import { createLogger } from "@/lib/infra/logger";

function logged(action: (logger: ReturnType<typeof createLogger>) => void, level = "info"): string[] {
  const lines: string[] = [];
  action(createLogger("gateway", { level, write: (line) => void lines.push(line) }));
  return lines;
}

describe("the logger", () => {
  it("writes one JSON object a line, with level, time, name and message", () => {
    const [line] = logged((logger) => logger.info({ keyId: "key_1" }, "started"));
    expect(line?.endsWith("\n")).toBe(true);
    const entry = JSON.parse(line ?? "");
    expect(entry).toMatchObject({ level: "info", name: "gateway", message: "started", keyId: "key_1" });
    expect(entry.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it("says nothing below its level", () => {
    expect(logged((logger) => logger.info("quiet"), "warn")).toEqual([]);
  });

  it.each([
    ["at the top", { secret: "canary" }],
    [
      "in a request's headers",
      { req: { headers: { authorization: "canary", cookie: "canary", "x-api-key": "canary" } } },
    ],
    ["three levels down", { a: { b: { c: { password: "canary" } } } }],
    ["in a list", { items: [{ token: "canary" }, { key: "canary" }] }],
  ])("never writes a secret field %s", (_, fields) => {
    const [line] = logged((logger) => logger.info(fields, "request"));
    expect(line).toContain("[redacted]");
    expect(line).not.toContain("canary");
  });

  it.each([
    ["a key", `acme_prod_${"A1b2".repeat(8)}Zz9Yx8`],
    ["a service token", `lks_${"A1b2".repeat(9)}`],
    ["a bearer value", "Bearer eyJhbGciOiJFZERTQSJ9.e30.c2ln"],
    ["the address of a calendar", `/api/v1/calendar/${"A1-_".repeat(10)}xyz.ics`],
    ["a database password", "postgres://app:hunter2secret@db.internal:5432/latchkey"],
  ])("never writes %s that stands in a message or an error", (_, secret) => {
    const lines = logged((logger) => {
      logger.info(`got ${secret} from a client`);
      logger.error({ err: new Error(`cannot use ${secret}`) }, "failed");
      logger.warn({ note: `seen: "${secret}"` }, "odd");
    });
    expect(lines).toHaveLength(3);
    const bare = secret.replace(/^Bearer /, "").replace(/^.*app:(.*)@.*$/, "$1");
    for (const line of lines) {
      expect(line).not.toContain(bare);
      expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  it("keeps the row that a database error quotes out of the log", () => {
    const error = Object.assign(new Error("duplicate key value"), {
      code: "23505",
      detail: "Key (email)=(canary@a.test)",
    });
    const [line] = logged((logger) => logger.error({ err: error }, "query failed"));
    expect(line).toContain("23505");
    expect(line).not.toContain("canary");
  });
});
