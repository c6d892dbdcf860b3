import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { MasterSecret } from "@/lib/core/vault";

/** What `.latchkey/secrets.json` holds; `masterSecrets` is never empty and has the newest first. */
export type Secrets = { masterSecrets: MasterSecret[]; authSecret: string };

/** A secrets file that cannot be read, is malformed, or is readable by others. Its message is one sentence. */
export class SecretsError extends Error {
  override readonly name = "SecretsError";
}

const masterSecretBytes = z
  .base64()
  .transform((text) => Buffer.from(text, "base64"))
  .refine((bytes) => bytes.length === 32, "a master secret is 32 bytes in base64");

const masterSecretList = z
  .array(z.object({ version: z.int().min(1), secret: masterSecretBytes }))
  .min(1)
  .refine((list) => new Set(list.map((entry) => entry.version)).size === list.length, "versions are distinct")
  .transform((list) => list.toSorted((a, b) => b.version - a.version));

const secretsFile = z.strictObject({ masterSecrets: masterSecretList, authSecret: z.string().min(32) });

/** Reads `2:base64,1:base64` into master secrets, newest first, or undefined when it is anything else. */
export function parseMasterSecrets(text: string): MasterSecret[] | undefined {
  const list = text.split(",").map((part) => {
    const colon = part.indexOf(":");
    return { version: Number(part.slice(0, colon)), secret: part.slice(colon + 1).trim() };
  });
  return masterSecretList.safeParse(list).data;
}

/** Writes master secrets as `2:base64,1:base64`, the form of `LATCHKEY_MASTER_SECRETS`. */
export function formatMasterSecrets(list: readonly MasterSecret[]): string {
  return list.map((entry) => `${entry.version}:${entry.secret.toString("base64")}`).join(",");
}

/** Reads the secrets of a Latchkey folder; null when it has none. Throws SecretsError when the file is not what it should be. */
export function loadSecrets(directory: string): Secrets | null {
  const path = join(directory, "secrets.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw new SecretsError(`${path} cannot be read${codeOf(error)}.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new SecretsError(`${path} is not JSON; restore it from your backup.`);
  }
  const parsed = secretsFile.safeParse(content);
  // The zod message may quote what it read, so only the place of the fault is told.
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join(".") || "its content";
    throw new SecretsError(`${path} is malformed at ${place}; restore it from your backup.`);
  }
  return parsed.data;
}

/** Reads the secrets of a Latchkey folder, making folder (0700) and file (0600) when there are none. */
export function ensureSecrets(directory: string): Secrets {
  const existing = loadSecrets(directory);
  if (existing) {
    const path = join(directory, "secrets.json");
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return existing;
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const made = {
    masterSecrets: [{ version: 1, secret: randomBytes(32).toString("base64") }],
    authSecret: randomBytes(32).toString("base64url"),
  };
  publish(directory, `${JSON.stringify(made, null, 2)}\n`);
  const secrets = loadSecrets(directory);
  if (!secrets) throw new SecretsError(`${join(directory, "secrets.json")} vanished while it was being written.`);
  return secrets;
}

/** Puts the file in place whole or not at all; of two processes that try at once, the first one's file stays. */
function publish(directory: string, content: string): void {
  const path = join(directory, "secrets.json");
  const draft = join(directory, `secrets.${process.pid}.${randomBytes(4).toString("hex")}.tmp`);
  try {
    const file = openSync(draft, "wx", 0o600);
    try {
      writeSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
}
