import type pg from "pg";
import { deriveKey } from "@/lib/core/vault";

/** The group roles that hold all privileges; nobody signs in as them directly. */
export const GROUP_ROLES = ["latchkey_owner", "latchkey_app", "latchkey_gateway"] as const;

/** A login of this installation: its name and password follow from the master secret, so installations never collide. */
export type Login = { role: "latchkey_app" | "latchkey_gateway"; name: string; password: string };

export function loginsOf(masterSecret: Buffer): Login[] {
  const mark = deriveKey(masterSecret, "database/login").toString("hex").slice(0, 10);
  return (["latchkey_app", "latchkey_gateway"] as const).map((role) => ({
    role,
    name: `${role}_${mark}`,
    password: deriveKey(masterSecret, `database/password/${role}`).toString("base64url"),
  }));
}

/** The URLs the processes connect with: `adminUrl` with the login of each role instead of its user. */
export function roleUrls(adminUrl: string, masterSecret: Buffer): { appUrl: string; gatewayUrl: string } {
  const [app, gateway] = loginsOf(masterSecret).map((login) => {
    const url = new URL(adminUrl);
    url.username = login.name;
    url.password = login.password;
    return url.toString();
  });
  if (!app || !gateway) throw new Error("There are two logins.");
  return { appUrl: app, gatewayUrl: gateway };
}

/** Makes the group roles and this installation's logins, or brings them to what they should be. Runs as an administrator. */
export async function ensureRoles(client: pg.ClientBase, masterSecret: Buffer): Promise<void> {
  const database = client.escapeIdentifier(
    (await client.query<{ name: string }>("select current_database() as name")).rows[0]?.name ?? "",
  );
  for (const role of GROUP_ROLES) {
    const known = await client.query("select 1 from pg_roles where rolname = $1", [role]);
    if (known.rowCount === 0) await client.query(`create role ${role} nologin nosuperuser nobypassrls noinherit`);
    await client.query(`grant ${role} to current_user`);
  }
  for (const login of loginsOf(masterSecret)) {
    const name = client.escapeIdentifier(login.name);
    const known = await client.query("select 1 from pg_roles where rolname = $1", [login.name]);
    const verb = known.rowCount === 0 ? "create" : "alter";
    await client.query(
      `${verb} role ${name} login nosuperuser nobypassrls password ${client.escapeLiteral(login.password)}`,
    );
    await client.query(`grant ${login.role} to ${name}`);
    await client.query(`alter role ${name} set role to ${login.role}`);
    await client.query(`grant connect on database ${database} to ${name}`);
  }
  await client.query(`grant connect, create on database ${database} to latchkey_owner`);
  await client.query("grant usage, create on schema public to latchkey_owner");
  await client.query("grant usage on schema public to latchkey_app, latchkey_gateway");
}
