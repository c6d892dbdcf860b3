import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardedFetch, OutboundError } from "./guarded-fetch";
import { PrivateAddressError, type Resolver } from "./public-address";

let server: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/redirect") response.writeHead(302, { location: "/landed" }).end();
    else if (request.url === "/large") response.end("x".repeat(10_000));
    else if (request.url !== "/slow") response.end(request.headers.host);
  });
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  port = typeof address === "object" && address ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answering(...addresses: string[]): Resolver {
  return async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

test("an address of the inside is never connected to, however it is written (M27)", async () => {
  const hosts = [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[fe80::1]",
    "[fc00::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
  ];
  const before = connections;
  for (const host of hosts) {
    await expect(guardedFetch(`http://${host}:${port}/`), host).rejects.toBeInstanceOf(PrivateAddressError);
  }
  expect(connections).toBe(before);
});

test("a name that stands for an address of the inside, also as one of several, opens nothing", async () => {
  for (const addresses of [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"], []]) {
    const call = guardedFetch(`http://inside.example:${port}/`, { resolve: answering(...addresses) });
    await expect(call).rejects.toBeInstanceOf(PrivateAddressError);
  }
});

test("the connection goes to what was resolved once, whatever the name says afterwards", async () => {
  let asked = 0;
  const rebinding: Resolver = async () => {
    asked += 1;
    return [{ address: asked === 1 ? "127.0.0.1" : "203.0.113.1", family: 4 }];
  };
  const answer = await guardedFetch(`http://rebind.example:${port}/`, { resolve: rebinding, allowPrivate: true });
  expect([answer.status, answer.body, asked]).toEqual([200, `rebind.example:${port}`, 1]);
});

test("a redirect is not followed; too much and too slow are cut off; other schemes and credentials are refused", async () => {
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;
  const redirected = await guardedFetch(at("/redirect"), { allowPrivate: true });
  expect([redirected.status, redirected.headers.location]).toEqual([302, "/landed"]);
  await expect(guardedFetch(at("/large"), { allowPrivate: true, limit: 1000 })).rejects.toThrow(/sends too much/);
  await expect(guardedFetch(at("/slow"), { allowPrivate: true, timeout: 100 })).rejects.toThrow(/in time/);
  for (const url of ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pass@example.com/", "not a url"]) {
    await expect(guardedFetch(url), url).rejects.toBeInstanceOf(OutboundError);
  }
});
