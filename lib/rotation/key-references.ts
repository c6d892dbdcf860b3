import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import type { EnvironmentRow } from "@/lib/keys/queries";
import type { Directory } from "./directory";

/** A key as mail names it, with the pages that mail leads to. */
export type NamedKey = { id: Id<"key">; name: string; secretStart: string; secretLastFour: string };

export function keyReference(directory: Directory, environment: EnvironmentRow, key: NamedKey) {
  return {
    name: key.name,
    hint: `${key.secretStart}…${key.secretLastFour}`,
    project: environment.projectName,
    environment: environment.name,
    url: keyUrl(directory, key.id),
  };
}

/** The key's page; `open` says which dialog it comes up with. */
export function keyUrl(directory: Directory, keyId: string, open?: "rotate" | "extend"): string {
  return pageUrl(`/${directory.organization.slug}/keys/${keyId}${open ? `?open=${open}` : ""}`);
}

/** Somebody whom calls of a key came from. */
export type KeyClient = { address: string; agent?: string; endpoint?: string; calls: number; lastSeenAt: string };

type ClientRow = {
  ip: string | null;
  agent: string | null;
  endpoint: string | null;
  calls: number;
  last: string | Date;
};

/**
 * Who called with a key since, by address and agent, most calls first: at most `most` of them, and how many there are.
 * `verdict` and `versionId` narrow it.
 */
export async function clientsOf(
  tx: Transaction,
  organizationId: Id<"organization">,
  keyId: string,
  filter: { since: Date; verdict?: string; versionId?: string },
  most = 5,
): Promise<{ clientCount: number; calls: number; clients: KeyClient[] }> {
  const conditions = [
    sql`organization_id = ${organizationId}`,
    sql`key_id = ${keyId}`,
    sql`at >= ${filter.since.toISOString()}::timestamptz`,
    ...(filter.verdict === undefined ? [] : [sql`verdict = ${filter.verdict}`]),
    ...(filter.versionId === undefined ? [] : [sql`version_id = ${filter.versionId}`]),
  ];
  const { rows } = await tx.execute<ClientRow & { clients: number; total: number }>(sql`
    select ip, agent, mode() within group (order by endpoint) as endpoint, sum(count)::bigint as calls, max(at) as last,
      count(*) over ()::int as clients, (sum(sum(count)) over ())::bigint as total
    from usage_events where ${sql.join(conditions, sql` and `)}
    group by ip, agent order by calls desc, last desc, ip, agent limit ${most}`);
  return {
    clientCount: rows[0]?.clients ?? 0,
    calls: Number(rows[0]?.total ?? 0),
    clients: rows.map((row) => ({
      address: row.ip ?? "unknown address",
      ...(row.agent ? { agent: row.agent } : {}),
      ...(row.endpoint ? { endpoint: row.endpoint } : {}),
      calls: Number(row.calls),
      lastSeenAt: new Date(row.last).toISOString(),
    })),
  };
}
