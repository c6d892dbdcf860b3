import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Account, canEnter, postgresAccount } from "@/db/embedded/account";
import { type Binaries, findBinaries, runnableBinaries } from "@/db/embedded/binaries";
import { type Cluster, fallbackDirectory, newPassword, readCluster, writeCluster } from "@/db/embedded/cluster";
import { EmbeddedPostgresError, explain } from "@/db/embedded/error";
import { initializeCluster } from "@/db/embedded/initialize";
import { withLockFile } from "@/db/embedded/lock";
import { freePort, isFree } from "@/db/embedded/port";
import { isRunning, readPostmaster } from "@/db/embedded/postmaster";
import { runProgram } from "@/db/embedded/program";
import { answers, answersWithin, ensureDatabase, superuserUrl } from "@/db/embedded/session";

/** A running Postgres of our own. */
export type EmbeddedPostgres = {
  /** A superuser's login. */
  url: string;
  port: number;
  pid: number;
  dataDirectory: string;
  /** Whether it ran already, so that another process may be using it. */
  adopted: boolean;
  /** Ends all sessions and stops it; harmless when it has stopped already. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  /** The folder of this cluster; made when missing. Data is in it, or in /var/lib/latchkey where Postgres' user cannot enter it. */
  directory: string;
  /** Unset: a free port, remembered for the next start. */
  port?: number;
  /** False for tests only: a crash of the machine then loses data. */
  durable: boolean;
  /** The database that `url` names; made when missing. Default: `postgres`. */
  database?: string;
};

/**
 * Starts the Postgres of a folder, making it on the first call, or adopts it when it runs already.
 * Listens on 127.0.0.1 only. Throws EmbeddedPostgresError with one clear sentence.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return withLockFile(join(directory, "launch.lock"), async () => {
    const known = readCluster(directory);
    const account = postgresAccount(known?.dataDirectory ?? join(directory, "data"));
    // Search permission only: Postgres' user passes through to its data and can list nothing on the way.
    if (account) chmodSync(directory, 0o711);
    const reachable = canEnter(directory, account);
    const home = known ? dirname(known.dataDirectory) : reachable ? directory : fallbackDirectory(directory);
    const binaries = runnableBinaries(findBinaries(), account, reachable ? directory : fallbackDirectory(directory));
    const cluster: Cluster = {
      dataDirectory: known?.dataDirectory ?? join(realpathSync(home), "data"),
      password: known?.password ?? newPassword(),
      port: known?.port,
      database: options.database ?? "postgres",
      durable: options.durable,
    };
    if (!existsSync(join(cluster.dataDirectory, "PG_VERSION"))) {
      writeCluster(directory, cluster);
      await initializeCluster(binaries, account, cluster);
    }
    checkVersion(binaries, cluster);
    const adopted = await adopt(binaries, account, known, options);
    const port = adopted ?? (await launch(binaries, account, cluster, options.port));
    writeCluster(directory, { ...cluster, port });
    await ensureDatabase(cluster, port);
    return running(binaries, account, { ...cluster, port }, adopted !== undefined);
  });
}

/** The running Postgres of a folder, or null when there is none or it does not run. */
export async function findEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres | null> {
  const cluster = readCluster(resolve(directory));
  if (!cluster?.port) return null;
  const postmaster = readPostmaster(cluster.dataDirectory);
  if (typeof postmaster === "string" || !(await answers(cluster, postmaster.port))) return null;
  const account = postgresAccount(cluster.dataDirectory);
  const binaries = runnableBinaries(findBinaries(), account, dirname(cluster.dataDirectory));
  return running(binaries, account, { ...cluster, port: postmaster.port }, true);
}

function running(
  binaries: Binaries,
  account: Account | undefined,
  cluster: Cluster & { port: number },
  adopted: boolean,
): EmbeddedPostgres {
  const postmaster = readPostmaster(cluster.dataDirectory);
  if (typeof postmaster === "string") {
    throw new EmbeddedPostgresError(`Postgres stopped right after its start; see ${logOf(cluster)}.`);
  }
  return {
    url: superuserUrl(cluster, cluster.port, cluster.database),
    port: cluster.port,
    pid: postmaster.pid,
    dataDirectory: cluster.dataDirectory,
    adopted,
    stop: () => stop(binaries, account, cluster),
  };
}

/** The port of a Postgres that already runs on this data as it should, stopping one that runs otherwise. */
async function adopt(
  binaries: Binaries,
  account: Account | undefined,
  known: Cluster | null,
  options: EmbeddedPostgresOptions,
): Promise<number | undefined> {
  if (!known) return undefined;
  const postmaster = readPostmaster(known.dataDirectory);
  if (postmaster === "none") return undefined;
  if (postmaster === "stale") {
    rmSync(join(known.dataDirectory, "postmaster.pid"), { force: true });
    return undefined;
  }
  const asWanted =
    known.durable === options.durable && (options.port === undefined || options.port === postmaster.port);
  // It may still be recovering from a crash, during which it takes no sessions.
  if (asWanted && (await answersWithin(known, 60_000))) return postmaster.port;
  await stop(binaries, account, known);
  return undefined;
}

async function launch(
  binaries: Binaries,
  account: Account | undefined,
  cluster: Cluster,
  wantedPort: number | undefined,
): Promise<number> {
  if (wantedPort !== undefined && !(await isFree(wantedPort))) {
    throw new EmbeddedPostgresError(`Postgres cannot listen on port ${wantedPort}, because another program does.`);
  }
  let port =
    wantedPort ?? (cluster.port !== undefined && (await isFree(cluster.port)) ? cluster.port : await freePort());
  const log = logOf(cluster);
  let output = "";
  // Retried: the last sessions of a killed postmaster hold its memory for a moment, and a free port can be taken meanwhile.
  for (let attempt = 1; attempt <= 8; attempt++) {
    rmSync(log, { force: true });
    const settings = serverSettings(port, cluster.durable).map((setting) => `-c ${setting}`);
    const args = ["start", "-D", cluster.dataDirectory, "-w", "-t", "120", "-s", "-l", log, "-o", settings.join(" ")];
    const outcome = await runProgram(binaries.pgCtl, args, account);
    if (outcome.status === 0) return port;
    output = `${outcome.output}\n${existsSync(log) ? readFileSync(log, "utf8") : ""}`;
    const retriable = /shared memory block|could not bind|Address already in use|lock file/i.test(output);
    if (!retriable) break;
    if (wantedPort === undefined && /could not bind/.test(output)) port = await freePort();
    await sleep(250 * attempt);
  }
  throw new EmbeddedPostgresError(explain(`Postgres did not start (its log is ${log})`, output));
}

function serverSettings(port: number, durable: boolean): string[] {
  return [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=''",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    // Statements carry hashes and addresses of people; they do not belong into a log.
    "log_min_error_statement=panic",
    "log_parameter_max_length_on_error=0",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
}

async function stop(binaries: Binaries, account: Account | undefined, cluster: Cluster): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    const postmaster = readPostmaster(cluster.dataDirectory);
    if (typeof postmaster === "string") return;
    const args = ["stop", "-D", cluster.dataDirectory, "-m", mode, "-w", "-t", "30", "-s"];
    const outcome = await runProgram(binaries.pgCtl, args, account);
    // pg_ctl returns when the pid file is gone, a moment before the process is.
    const patience = Date.now() + 5_000;
    while (outcome.status === 0 && isRunning(postmaster.pid) && Date.now() < patience) await sleep(10);
    if (!isRunning(postmaster.pid)) return;
  }
  throw new EmbeddedPostgresError(`Postgres on ${cluster.dataDirectory} does not stop; see ${logOf(cluster)}.`);
}

function checkVersion(binaries: Binaries, cluster: Cluster): void {
  const data = readFileSync(join(cluster.dataDirectory, "PG_VERSION"), "utf8").trim();
  const program = /-(\d+)\.[^-]*(?:-|$)/.exec(binaries.build)?.[1];
  if (program && program !== data) {
    throw new EmbeddedPostgresError(
      `The data in ${cluster.dataDirectory} is of Postgres ${data}, but Postgres ${program} is installed; move it with pg_dump and pg_restore first.`,
    );
  }
}

function logOf(cluster: Cluster): string {
  return join(cluster.dataDirectory, "server.log");
}
