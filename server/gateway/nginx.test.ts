import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { freePort, GatewayProcess, until } from "./testing/process";
import { GatewayTenant } from "./testing/tenant";

const hasNginx = spawnSync("nginx", ["-v"]).status === 0;
const DOCUMENTED = readFileSync(fileURLToPath(new URL("../../docs/proxies/nginx.conf", import.meta.url)), "utf8");

describe.skipIf(!hasNginx)("the gateway behind the documented nginx configuration (skipped without nginx)", () => {
  let database: TestDatabase;
  let tenant: GatewayTenant;
  let gateway: GatewayProcess;
  let upstream: Server;
  let nginx: ChildProcess;
  let directory: string;
  let url: string;
  let seen: Record<string, unknown>[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    tenant = await GatewayTenant.create(database);
    const token = await tenant.token();
    gateway = await GatewayProcess.start({ runtime: "bun", databaseUrl: database.gatewayUrl });
    upstream = createServer((request, response) => {
      seen.push(request.headers);
      response.end("the API");
    });
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const address = upstream.address();
    if (typeof address !== "object" || address === null) throw new Error("The API has no port.");
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    directory = mkdtempSync(join(tmpdir(), "latchkey-nginx-"));
    for (const name of ["body", "proxy"]) mkdirSync(join(directory, name), { mode: 0o777 });
    const site = DOCUMENTED.replace("server LATCHKEY;", `server ${new URL(gateway.url).host};`)
      .replace("http://UPSTREAM", `http://127.0.0.1:${address.port}`)
      .replace('"TOKEN"', `"${token}"`)
      .replace("127.0.0.1:8080", `127.0.0.1:${port}`);
    const configuration = `daemon off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
      ${process.getuid?.() === 0 ? "user root;" : ""}
      events {} http { access_log off; client_body_temp_path ${directory}/body; proxy_temp_path ${directory}/proxy;
      fastcgi_temp_path ${directory}/f; uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
      ${site} }`;
    writeFileSync(join(directory, "nginx.conf"), configuration);
    nginx = spawn("nginx", ["-c", join(directory, "nginx.conf"), "-p", directory], { stdio: "ignore" });
    await until(
      "nginx answers",
      () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      10_000,
    );
  });

  afterAll(async () => {
    if (nginx?.exitCode === null) {
      nginx.kill("SIGTERM");
      await once(nginx, "exit");
    }
    upstream?.close();
    await gateway?.remove();
    await database?.close();
    if (directory) rmSync(directory, { recursive: true, force: true });
  });

  const call = async (secret: string, path = "/items/1", headers: Record<string, string> = {}) => {
    seen = [];
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${secret}`, ...headers } });
    await response.text();
    return response;
  };

  it("a valid key reaches the API, which sees who called and never the key", async () => {
    const key = await tenant.key();
    expect((await call(key.secret, "/items/1", { "x-latchkey-owner-id": "usr_forged" })).status).toBe(200);
    expect(seen[0]).toMatchObject({
      "x-latchkey-key-id": key.id,
      "x-latchkey-owner-id": tenant.organization.people.developer.userId,
      "x-latchkey-scopes": "items:read",
    });
    expect(JSON.stringify(seen)).not.toContain(key.secret);
    expect(JSON.stringify(seen)).not.toContain("lks_");
  });

  it("what is refused never reaches the API, with 401, 403 or 429", async () => {
    const restricted = await tenant.key({ paths: ["/items/**"], rateLimits: [{ limit: 1, window: 60 }] });
    expect((await call("nonsense")).status).toBe(401);
    for (const path of ["/admin", "/items/%2e%2e/admin"])
      expect((await call(restricted.secret, path)).status).toBe(403);
    const forged = { "x-original-uri": "/items/1", "x-forwarded-uri": "/items/1", "x-forwarded-for": "203.0.113.7" };
    expect((await call(restricted.secret, "/admin", forged)).status).toBe(403);
    const bound = await tenant.key({ ipAllowlist: ["203.0.113.7"] });
    expect((await call(bound.secret, "/items/1", forged)).status).toBe(403);
    expect((await call(restricted.secret)).status).toBe(200);
    const limited = await call(restricted.secret);
    expect([limited.status, Number(limited.headers.get("retry-after")) > 0, seen.length]).toEqual([429, true, 0]);
  });

  it("a revoked key is refused within a second", async () => {
    const key = await tenant.key();
    expect((await call(key.secret)).status).toBe(200);
    await tenant.revoke(key);
    await until("it is refused", async () => (await call(key.secret)).status === 401, 1000);
  });
});
