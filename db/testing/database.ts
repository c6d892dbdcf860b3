import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { type Database, openDatabase } from "@/db/client";
import { roleUrls } from "@/db/roles";
import { Vault } from "@/lib/core/vault";
import { TEST_MASTER_SECRET, TEST_TEMPLATE } from "./global-setup";

export type TestDatabase = {
  adminUrl: string;
  appUrl: string;
  gatewayUrl: string;
  /** The web's and the worker's pool (role latchkey_app). */
  app: Database;
  /** The verify server's pool (role latchkey_gateway). */
  gateway: Database;
  /** A superuser's connection, to look behind the tenancy rules and to break things. */
  admin: pg.Pool;
  vault: Vault;
  close(): Promise<void>;
};

/** A migrated database of its own, cloned from the template in about 50 ms. Close it in `afterAll`. */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const clusterUrl = inject("clusterUrl");
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onCluster(clusterUrl, `create database ${name} template ${TEST_TEMPLATE} strategy file_copy`);
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const adminUrl = url.toString();
  const { appUrl, gatewayUrl } = roleUrls(adminUrl, TEST_MASTER_SECRET);
  const app = openDatabase({ url: appUrl, name: "test-app", max: options.max ?? 10 });
  const gateway = openDatabase({ url: gatewayUrl, name: "test-gateway", max: options.max ?? 10 });
  const admin = new pg.Pool({ connectionString: adminUrl, max: 2 });
  for (const pool of [app.pool, gateway.pool, admin]) pool.on("error", () => undefined);
  return {
    adminUrl,
    appUrl,
    gatewayUrl,
    app,
    gateway,
    admin,
    vault: new Vault([{ version: 1, secret: TEST_MASTER_SECRET }]),
    close: async () => {
      await Promise.allSettled([app.close(), gateway.close(), admin.end()]);
      await onCluster(clusterUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onCluster(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
