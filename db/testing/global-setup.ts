import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "@/db/embedded/launch";
import { migrateDatabase } from "@/db/migrate";

export const TEST_MASTER_SECRET = Buffer.alloc(32, "latchkey tests");
export const TEST_TEMPLATE = "latchkey_template";

declare module "vitest" {
  interface ProvidedContext {
    clusterUrl: string;
  }
}

/** One throw-away Postgres in memory for all test files, with a migrated template that each file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-test-"));
  const postgres = await startEmbeddedPostgres({ directory, durable: false });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create database ${TEST_TEMPLATE}`);
  await client.end();
  const template = new URL(postgres.url);
  template.pathname = `/${TEST_TEMPLATE}`;
  await migrateDatabase({ adminUrl: template.toString(), masterSecret: TEST_MASTER_SECRET });
  project.provide("clusterUrl", postgres.url);
  return async () => {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
