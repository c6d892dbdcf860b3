import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@/bench/load/gateway-process";
import { type ServerProcess, startServer } from "@/bench/load/server-process";

export function isInstalled(program: string, flag = "-v"): boolean {
  return spawnSync(program, [flag], { stdio: "ignore" }).error === undefined;
}

/** nginx before verify servers, with connections to them that stay open. */
export async function startNginx(directory: string, ports: readonly number[], cpu: string): Promise<ServerProcess> {
  const home = join(directory, "nginx");
  mkdirSync(home, { recursive: true });
  const port = await freePort();
  const servers = ports.map((one) => `server 127.0.0.1:${one};`).join(" ");
  writeFileSync(
    join(home, "nginx.conf"),
    `daemon off; worker_processes 1; user root; pid ${home}/pid; error_log /dev/null; events { worker_connections 4096; }
http { access_log off; client_body_temp_path ${home}/body; proxy_temp_path ${home}/proxy; keepalive_requests 100000000;
upstream latchkey { least_conn; keepalive 128; keepalive_requests 100000000; ${servers} }
server { listen 127.0.0.1:${port}; location / { proxy_pass http://latchkey; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`,
  );
  return startServer({ command: "nginx", args: ["-c", join(home, "nginx.conf")], port, ready: "/readyz", cpu });
}

/** haproxy before verify servers: one that is not ready gets no calls. */
export async function startHaproxy(directory: string, ports: readonly number[], cpu: string): Promise<ServerProcess> {
  const port = await freePort();
  const config = join(directory, "haproxy.cfg");
  const servers = ports.map((one, index) => `  server latchkey${index} 127.0.0.1:${one} check inter 500ms`).join("\n");
  writeFileSync(
    config,
    `global
  maxconn 4096
  nbthread 1
defaults
  mode http
  timeout connect 1s
  timeout client 30s
  timeout server 30s
  option http-keep-alive
frontend verify
  bind 127.0.0.1:${port}
  default_backend gateways
backend gateways
  balance leastconn
  option httpchk
  http-check send meth GET uri /readyz ver HTTP/1.1 hdr Host latchkey
  http-reuse always
${servers}
`,
  );
  return startServer({ command: "haproxy", args: ["-db", "-f", config], port, ready: "/readyz", cpu, quiet: true });
}

/** PgBouncer in transaction mode before a Postgres; the URL of the same login through it. */
export async function startPgBouncer(directory: string, url: string): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const home = join(directory, "pgbouncer");
  mkdirSync(home, { recursive: true });
  const target = new URL(url);
  writeFileSync(join(home, "users.txt"), `"${target.username}" "${decodeURIComponent(target.password)}"\n`);
  writeFileSync(
    join(home, "pgbouncer.ini"),
    `[databases]
* = host=${target.hostname} port=${target.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${home}/users.txt
pool_mode = transaction
default_pool_size = 5
max_client_conn = 500
ignore_startup_parameters = extra_float_digits,statement_timeout,idle_in_transaction_session_timeout
`,
  );
  spawnSync("chown", ["-R", "postgres", home]);
  const { spawn } = await import("node:child_process");
  const child = spawn("pgbouncer", ["-u", "postgres", join(home, "pgbouncer.ini")], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await new Promise((resolve) => setTimeout(resolve, 700));
  if (child.exitCode !== null) throw new Error("PgBouncer did not start.");
  const own = new URL(url);
  own.port = String(port);
  return {
    url: own.toString(),
    stop: async () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 2000).unref();
      await exited;
    },
  };
}
