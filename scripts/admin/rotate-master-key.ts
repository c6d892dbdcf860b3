import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openDatabase } from "@/db/client";
import { Vault } from "@/lib/core/vault";
import { resealAll } from "@/lib/infra/sealed/reseal";
import { loadSecrets } from "@/lib/infra/secrets";
import type { AdminCommand, AdminResult } from "@/scripts/admin-runner/command";
import { StartError } from "@/scripts/start/start-error";

export const command: AdminCommand = {
  name: "rotate-master-key",
  summary: "Add a master secret (--add), or, after a restart, seal everything recoverable under the newest one.",
  usage: "rotate-master-key [--add] [--json]",
  async run(args, context) {
    const { values } = parseArgs({ args, options: { add: { type: "boolean", default: false } }, strict: true });
    const { environment } = context;
    if (values.add) {
      const isGiven = Boolean(process.env.LATCHKEY_MASTER_SECRETS);
      if (isGiven) {
        throw new StartError(
          "LATCHKEY_MASTER_SECRETS names the master secrets here: put a new one first in it (2:<32 bytes in base64>,1:…), restart, then run this without --add.",
        );
      }
      const version = addMasterSecret(environment.directory);
      return {
        json: { added: version },
        text: `Master secret ${version} is in ${join(environment.directory, "secrets.json")}. Keep a copy apart from your database backups, restart every process, then run this again without --add.`,
      };
    }
    const vault = new Vault(environment.masterSecrets);
    const { appUrl } = await context.database();
    const db = openDatabase({ url: appUrl, name: "latchkey-admin", max: 2 });
    try {
      return reportOf(vault, await resealAll(db, vault));
    } finally {
      await db.close();
    }
  },
};

/** Puts a new master secret into a folder's secrets file, whole or not at all. Returns its version. */
export function addMasterSecret(directory: string): number {
  const secrets = loadSecrets(directory);
  if (!secrets) throw new StartError(`There is no ${join(directory, "secrets.json")} yet; npm start makes it.`);
  const version = Math.max(...secrets.masterSecrets.map((entry) => entry.version)) + 1;
  const content = {
    masterSecrets: [
      { version, secret: randomBytes(32).toString("base64") },
      ...secrets.masterSecrets.map((entry) => ({ version: entry.version, secret: entry.secret.toString("base64") })),
    ],
    authSecret: secrets.authSecret,
  };
  const draft = join(directory, `secrets.${process.pid}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, join(directory, "secrets.json"));
  } finally {
    rmSync(draft, { force: true });
  }
  return version;
}

function reportOf(vault: Vault, result: Awaited<ReturnType<typeof resealAll>>): AdminResult {
  const moved = Object.values(result.moved).reduce((sum, count) => sum + count, 0);
  const lines = [
    `${moved} values were sealed anew; everything that opens is under master secret ${vault.currentVersion} now.`,
    ...Object.entries(result.moved).map(([name, count]) => `  ${name}: ${count}`),
    ...(result.unreadable.length > 0
      ? [
          `${result.unreadable.length} open with no master secret and were left:`,
          ...result.unreadable.map((row) => `  ${row}`),
        ]
      : []),
    // Digests cannot be made anew without what they are of.
    "Keep the older master secrets: keys, tokens and the audit trail that were written under them are checked with them.",
  ];
  return { json: { version: vault.currentVersion, ...result }, text: lines.join("\n") };
}
