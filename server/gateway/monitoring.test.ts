import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { acceptQueue } from "./accept-queue";
import { GatewayProcess, RUNTIMES, until } from "./testing/process";

const read = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../docs/monitoring/${name}`, import.meta.url)), "utf8");

const dashboard = z.object({
  panels: z
    .array(
      z.object({
        id: z.number(),
        title: z.string().min(1),
        targets: z.array(z.object({ expr: z.string().min(1) })).min(1),
      }),
    )
    .min(10),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
});

/** Names of metrics in an expression: what is neither a function, a label, a variable nor within quotes. */
function namesIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '""')
    .replace(/\{[^}]*\}/g, "")
    .replace(/\b(?:by|without) \([^)]*\)/g, "");
  return [...bare.matchAll(/\b(?:latchkey|process)_[a-z_]+\b/g)].map(([name]) => name);
}

describe.each(RUNTIMES)("what is watched of the gateway under %s", (runtime) => {
  let database: TestDatabase;
  let gateway: GatewayProcess;
  let exported: Set<string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    gateway = await GatewayProcess.start({ runtime, databaseUrl: database.gatewayUrl });
    await fetch(`${gateway.url}/v1/verify`, { method: "POST" });
    const page = await (await fetch(`${gateway.url}/metrics`)).text();
    exported = new Set(page.split("\n").flatMap((line) => /^([a-z_]+)(?:\{| )/.exec(line)?.[1] ?? []));
  }, 90_000);
  afterAll(async () => {
    await gateway?.remove();
    await database?.close();
  });

  it("every metric of the alert rules and the dashboard exists, and the dashboard leaves none out", () => {
    const expressions = [...read("alerts.yml").matchAll(/^\s+expr: (.+)$/gm)].map(([, expression]) => expression ?? "");
    const panels = dashboard.parse(JSON.parse(read("dashboard.json"))).panels;
    const drawn = panels.flatMap((panel) => panel.targets.map((target) => target.expr));
    expect(expressions.length).toBeGreaterThan(10);
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
    const used = [...expressions, ...drawn].flatMap(namesIn);
    expect(used.filter((name) => !exported.has(name))).toEqual([]);
    const left = [...exported].filter(
      (name) => !/_(?:sum|count)$/.test(name) && !drawn.flatMap(namesIn).includes(name),
    );
    expect(left).toEqual([]);
  });

  it("the lag of the event loop and connections that wait are told", async () => {
    const lag = await gateway.metric("latchkey_gateway_event_loop_lag_seconds");
    expect(lag).toBeGreaterThanOrEqual(0);
    expect(lag).toBeLessThan(5);
    expect(await gateway.metric("latchkey_gateway_accept_queue")).toBe(0);
    const port = Number(new URL(gateway.url).port);
    const worst = await gateway.metric("latchkey_gateway_event_loop_lag_worst_seconds");
    // Stopped for a while, connections pile up; what is told right after is what was waiting.
    gateway.child.kill("SIGSTOP");
    const sockets: Socket[] = Array.from({ length: 5 }, () => connect(port, "127.0.0.1"));
    try {
      // Some kernels are asked to hand over only connections that have said something.
      for (const socket of sockets) socket.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await until("they wait", () => acceptQueue(port) === 5);
      await new Promise((resolve) => setTimeout(resolve, 500));
    } finally {
      gateway.child.kill("SIGCONT");
    }
    await until(
      "the pause is told",
      async () => (await gateway.metric("latchkey_gateway_event_loop_lag_worst_seconds")) > worst + 0.2,
    );
    for (const socket of sockets) socket.destroy();
    await until("none waits any more", () => acceptQueue(port) === 0);
  });
});
