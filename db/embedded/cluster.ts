import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EmbeddedPostgresError } from "@/db/embedded/error";

const clusterFile = z.object({
  dataDirectory: z.string(),
  password: z.string(),
  port: z.int().min(1).max(65_535).optional(),
  database: z.string(),
  durable: z.boolean(),
});

/** What is remembered of an embedded cluster, in `cluster.json` (0600) of its folder. */
export type Cluster = z.infer<typeof clusterFile>;

/** Reads what is remembered of the cluster in a folder; null when there is none. Throws EmbeddedPostgresError when it is malformed. */
export function readCluster(directory: string): Cluster | null {
  const path = join(directory, "cluster.json");
  if (!existsSync(path)) return null;
  try {
    return clusterFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new EmbeddedPostgresError(`${path} is malformed; restore it from your backup.`);
  }
}

/** Remembers a cluster, whole or not at all. */
export function writeCluster(directory: string, cluster: Cluster): void {
  const path = join(directory, "cluster.json");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(cluster, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** A new cluster's password: 192 bits, safe in a URL. */
export function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** Where data goes that Postgres' user could not reach inside the installation: one folder per installation. */
export function fallbackDirectory(directory: string, root = "/var/lib/latchkey"): string {
  const name = createHash("sha256").update(realpathSync(directory)).digest("hex").slice(0, 16);
  const path = join(root, name);
  try {
    mkdirSync(path, { recursive: true, mode: 0o755 });
  } catch {
    throw new EmbeddedPostgresError(
      `Postgres' user cannot enter ${directory}, and ${path} cannot be made; move Latchkey out of the private folder or set DATABASE_URL.`,
    );
  }
  return path;
}
