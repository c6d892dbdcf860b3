import {
  appendFileSync,
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { openDatabase } from "@/db/client";
import { type Account, postgresAccount } from "@/db/embedded/account";
import { type Binaries, findBinaries, runnableBinaries } from "@/db/embedded/binaries";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { runProgram } from "@/db/embedded/program";
import { migrateDatabase } from "@/db/migrate";
import type { TestDatabase } from "@/db/testing/database";
import { Vault } from "@/lib/core/vault";

/** A Postgres of its own that may be stopped hard, started again, followed and replaced. Durable: what is committed stays. */
export class OwnPostgres {
  readonly url: string;
  readonly dataDirectory: string;
  readonly #directory: string;
  readonly #binaries: Binaries;
  readonly #account: Account | undefined;

  private constructor(directory: string, url: string, dataDirectory: string) {
    this.#directory = directory;
    this.url = url;
    this.dataDirectory = dataDirectory;
    this.#account = postgresAccount(dataDirectory);
    this.#binaries = runnableBinaries(findBinaries(), this.#account, dirname(dataDirectory));
  }

  static async start(): Promise<OwnPostgres> {
    const directory = mkdtempSync(join(tmpdir(), "latchkey-own-postgres-"));
    chmodSync(directory, 0o711);
    const started = await startEmbeddedPostgres({ directory: join(directory, "primary"), durable: true });
    return new OwnPostgres(directory, started.url, started.dataDirectory);
  }

  /** One that runs already; `directory` is left alone until `remove`. */
  static of(directory: string, url: string, dataDirectory: string): OwnPostgres {
    return new OwnPostgres(directory, url, dataDirectory);
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Ends it as a crash does: no checkpoint, sessions cut. */
  async crash(): Promise<void> {
    await this.#control(["stop", "-m", "immediate", "-t", "30"]);
  }

  async startAgain(): Promise<void> {
    await this.#start(this.dataDirectory, this.port);
  }

  /**
   * A hot standby that streams from this one, made of a copy of its files. With `waitedFor` a commit here is answered only
   * when it is on the standby's disk too.
   */
  async follow(port: number, options: { waitedFor: boolean }): Promise<OwnPostgres> {
    const data = join(dirname(this.dataDirectory), `standby-${port}`);
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query("SELECT pg_backup_start('standby', true)");
      cpSync(this.dataDirectory, data, { recursive: true, preserveTimestamps: true });
      const stopped = await client.query<{ label: string }>(
        "SELECT labelfile AS label FROM pg_backup_stop(wait_for_archive => false)",
      );
      for (const left of ["postmaster.pid", "postmaster.opts", "server.log"]) rmSync(join(data, left), { force: true });
      writeFileSync(join(data, "backup_label"), stopped.rows[0]?.label ?? "");
      writeFileSync(join(data, "standby.signal"), "");
      const source = new URL(this.url);
      appendFileSync(
        join(data, "postgresql.auto.conf"),
        `primary_conninfo = 'host=127.0.0.1 port=${source.port} user=${source.username} password=${source.password} application_name=standby'\n`,
      );
      const account = this.#account;
      if (account)
        await runProgram("chown", ["-R", `${account.identity.uid}:${account.identity.gid}`, data], undefined);
      if (account) chownSync(data, account.identity.uid, account.identity.gid);
      chmodSync(data, 0o700);
      await this.#start(data, port);
      if (options.waitedFor) {
        await client.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        await client.query("SELECT pg_reload_conf()");
      }
      await untilStreaming(client);
    } finally {
      await client.end();
    }
    const url = new URL(this.url);
    url.port = String(port);
    return new OwnPostgres(this.#directory, url.toString(), data);
  }

  /** Makes a standby the primary; resolves when it takes writes. */
  async promote(): Promise<void> {
    await this.#control(["promote", "-t", "30"]);
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    // It asked its own commits to be waited for by the one that it was; nobody follows it now.
    await client.query("ALTER SYSTEM RESET synchronous_standby_names");
    await client.query("SELECT pg_reload_conf()");
    await client.end();
  }

  async #start(data: string, port: number): Promise<void> {
    const settings = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=''",
      "max_connections=200",
    ];
    const options = settings.map((setting) => `-c ${setting}`).join(" ");
    const log = join(data, "server.log");
    const args = ["start", "-D", data, "-w", "-t", "60", "-s", "-l", log, "-o", options];
    const outcome = await runProgram(this.#binaries.pgCtl, args, this.#account);
    if (outcome.status !== 0)
      throw new Error(`Postgres did not start: ${outcome.output}\n${readFileSync(log, "utf8")}`);
  }

  async #control(args: string[]): Promise<void> {
    const outcome = await runProgram(this.#binaries.pgCtl, [...args, "-D", this.dataDirectory, "-w"], this.#account);
    if (outcome.status !== 0) throw new Error(`pg_ctl ${args[0]} failed: ${outcome.output}`);
  }

  /** Ends it; the files go with `remove`. */
  async stop(): Promise<void> {
    await runProgram(
      this.#binaries.pgCtl,
      ["stop", "-D", this.dataDirectory, "-m", "immediate", "-w", "-t", "30"],
      this.#account,
    );
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function untilStreaming(client: pg.Client): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const found = await client.query("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
    if ((found.rowCount ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("The standby does not stream.");
}

/** Brings a Postgres to the newest schema; the same parts that `createTestDatabase` gives. Call `close` before it is stopped. */
export async function migratedDatabase(adminUrl: string, masterSecret: Buffer): Promise<TestDatabase> {
  const { appUrl, gatewayUrl } = await migrateDatabase({ adminUrl, masterSecret });
  const app = openDatabase({ url: appUrl, name: "test-app", max: 4, onError: () => undefined });
  const gateway = openDatabase({ url: gatewayUrl, name: "test-gateway", max: 2, onError: () => undefined });
  const admin = new pg.Pool({ connectionString: adminUrl, max: 4 });
  admin.on("error", () => undefined);
  admin.on("connect", (connection) => connection.on("error", () => undefined));
  return {
    adminUrl,
    appUrl,
    gatewayUrl,
    app,
    gateway,
    admin,
    vault: new Vault([{ version: 1, secret: masterSecret }]),
    close: async () => {
      await Promise.allSettled([app.close(), gateway.close(), admin.end()]);
    },
  };
}
