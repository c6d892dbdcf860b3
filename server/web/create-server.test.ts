import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { SOCKET_ADDRESS_HEADER } from "@/server/api/context";
import { CLIENT_LIMITS, createWebServer } from "./create-server";

const QUICK = { headers: 400, request: 900, idle: 5000, silence: 1200, check: 100 };
const LARGE = Buffer.alloc(64 * 1024 * 1024, "x");

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(): Promise<number> {
  const server = createWebServer(
    async (request, response) => {
      if (request.url === "/fails") throw new Error("a page failed");
      if (request.url === "/large") return void response.end(LARGE);
      for await (const _ of request);
      response.end(String(request.headers[SOCKET_ADDRESS_HEADER]));
    },
    () => undefined,
    QUICK,
  );
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("It has no port.");
  return address.port;
}

/** Milliseconds until the server ends a client that does this, and what it said. */
async function endOf(port: number, act: (socket: Socket) => void): Promise<{ after: number; heard: string }> {
  const socket = connect(port, "127.0.0.1");
  const began = performance.now();
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1").slice(0, 200);
  });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  act(socket);
  await once(socket, "close");
  return { after: performance.now() - began, heard };
}

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at < text.length && socket.writable) socket.write(text[at++] ?? "");
  }, 50);
  socket.on("close", () => clearInterval(timer));
}

it("clients that send headers or a body byte by byte are ended with 408, whatever they trickle", async () => {
  const port = await listen();
  const [silent, headers, body] = await Promise.all([
    endOf(port, () => undefined),
    endOf(port, (socket) => drip(socket, `GET / HTTP/1.1\r\nHost: x\r\n${"X-A: b\r\n".repeat(100)}`)),
    endOf(port, (socket) => {
      socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
      drip(socket, "x".repeat(1000));
    }),
  ]);
  for (const { after, heard } of [silent, headers]) {
    expect(after).toBeLessThan(QUICK.headers + 1000);
    expect(heard).toContain("408");
  }
  expect(body.after).toBeGreaterThan(QUICK.headers);
  expect(body.after).toBeLessThan(QUICK.request + 1500);
});

it("a client that does not read its answer is ended, and others are answered meanwhile", async () => {
  const port = await listen();
  const deaf = connect(port, "127.0.0.1");
  deaf.on("error", () => undefined);
  await once(deaf, "connect");
  deaf.pause();
  deaf.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  const connections = () => new Promise<number>((resolve) => servers[0]?.getConnections((_, count) => resolve(count)));
  for (let call = 0; call < 5; call += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { [SOCKET_ADDRESS_HEADER]: "6.6.6.6" } });
    expect(await response.text()).toBe("127.0.0.1");
  }
  const deadline = performance.now() + 8000;
  // What is left then is the idle connection of fetch.
  while ((await connections()) > 1 && performance.now() < deadline) await new Promise((wake) => setTimeout(wake, 50));
  expect(await connections()).toBeLessThanOrEqual(1);
  deaf.destroy();
});

it("a page that fails is a 500, and what the processes run with is bounded", async () => {
  const port = await listen();
  expect((await fetch(`http://127.0.0.1:${port}/fails`)).status).toBe(500);
  const server = createWebServer(
    async () => undefined,
    () => undefined,
  );
  expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout, server.timeout]).toEqual([
    CLIENT_LIMITS.headers,
    CLIENT_LIMITS.request,
    CLIENT_LIMITS.idle,
    CLIENT_LIMITS.silence,
  ]);
  expect(Math.max(server.headersTimeout, server.requestTimeout, server.timeout)).toBeLessThanOrEqual(90_000);
});
