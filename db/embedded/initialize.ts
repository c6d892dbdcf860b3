import { chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Account } from "@/db/embedded/account";
import type { Binaries } from "@/db/embedded/binaries";
import type { Cluster } from "@/db/embedded/cluster";
import { EmbeddedPostgresError, explain } from "@/db/embedded/error";
import { runProgram } from "@/db/embedded/program";
import { SUPERUSER } from "@/db/embedded/session";

/** Makes the cluster beside its place and moves it there whole, so that a start killed midway leaves no half of one. */
export async function initializeCluster(
  binaries: Binaries,
  account: Account | undefined,
  cluster: Cluster,
): Promise<void> {
  const home = dirname(cluster.dataDirectory);
  mkdirSync(home, { recursive: true, mode: account ? 0o711 : 0o700 });
  for (const name of readdirSync(home)) {
    if (name.startsWith("data.draft")) rmSync(join(home, name), { recursive: true });
  }
  const draft = join(home, "data.draft");
  const passwordFile = join(home, "data.draft.password");
  writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  mkdirSync(draft, { mode: 0o700 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.identity.uid, account.identity.gid);
  const common = ["-D", draft, "-U", SUPERUSER, "-E", "UTF8", "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
  try {
    let outcome = await runProgram(binaries.initdb, [...common, "--locale=C.UTF-8"], account);
    // Systems without that locale (macOS before 15) get the same order and case rules from Postgres itself.
    if (outcome.status !== 0 && /locale/i.test(outcome.output)) {
      const builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
      outcome = await runProgram(binaries.initdb, [...common, ...builtin], account);
    }
    if (outcome.status !== 0) throw new EmbeddedPostgresError(explain("Postgres could not be set up", outcome.output));
    renameSync(draft, cluster.dataDirectory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}
