import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { EmbeddedPostgresError } from "@/db/embedded/error";

/** The operating system's user that Postgres runs as. */
export type Account = { name: string; identity: { uid: number; gid: number } };

/**
 * Postgres refuses to run as root, so root lends it an existing unprivileged user: the owner of the data where
 * there is data, else `postgres`, else `nobody`. Undefined: Postgres runs as the caller.
 */
export function postgresAccount(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  const owner = statSync(dataDirectory, { throwIfNoEntry: false })?.uid;
  const account =
    accounts.find((entry) => owner !== undefined && owner !== 0 && entry.identity.uid === owner) ??
    accounts.find((entry) => entry.name === "postgres") ??
    accounts.find((entry) => entry.name === "nobody");
  if (!account) {
    throw new EmbeddedPostgresError(
      "Postgres does not run as root and there is no user postgres or nobody; start Latchkey as another user or set DATABASE_URL.",
    );
  }
  return account;
}

/** Whether the account can enter a folder, asked of the operating system itself. */
export function canEnter(directory: string, account: Account | undefined): boolean {
  if (!account) return true;
  const result = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], {
    ...account.identity,
    cwd: "/",
    stdio: "ignore",
  });
  return result.status === 0;
}

function readAccounts(): Account[] {
  let text = "";
  try {
    text = readFileSync("/etc/passwd", "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    if (!name || !/^\d+$/.test(uid ?? "") || !/^\d+$/.test(gid ?? "") || uid === "0") return [];
    return [{ name, identity: { uid: Number(uid), gid: Number(gid) } }];
  });
}
