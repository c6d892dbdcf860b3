import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database, Transaction } from "@/db/client";
import { enterOrganization } from "@/db/tenancy";
import { type Id, idSchema } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-columns";

/** Rows changed in one transaction. */
const BATCH = 200;

export type Resealed = {
  /** Values that are sealed under the newest master secret now and were not before, by `table.column`. */
  moved: Record<string, number>;
  /** Rows that do not open with any master secret there is; they are left as they are. */
  unreadable: string[];
};

/**
 * Seals everything recoverable under the newest master secret, in batches of their own transactions. Interrupted, it is run
 * again and goes on where it stopped: what is sealed under the newest one is not touched. May run while Latchkey does, once every
 * process knows the newest master secret.
 */
export async function resealAll(db: Database, vault: Vault, batch: number = BATCH): Promise<Resealed> {
  const result: Resealed = { moved: {}, unreadable: [] };
  const ids = await db.drizzle.execute<{ id: string }>(sql`select organization_ids() as id`);
  const organizations = ids.rows.map((row) => idSchema("organization").parse(row.id));
  for (const column of SEALED_COLUMNS) {
    const places = [
      ...(column.tenancy === "tenant" ? [] : [null]),
      ...(column.tenancy === "installation" ? [] : organizations),
    ];
    for (const place of places) await resealColumn(db, vault, column, place, batch, result);
  }
  return result;
}

const rowSchema = z.looseObject({ sealed: z.instanceof(Buffer) });
const keyText = z.union([z.string(), z.instanceof(Buffer).transform((bytes) => bytes.toString("hex"))]);
const keyValue = z.union([z.string(), z.instanceof(Buffer)]);

async function resealColumn(
  db: Database,
  vault: Vault,
  column: SealedColumn,
  organizationId: Id<"organization"> | null,
  batch: number,
  result: Resealed,
): Promise<void> {
  const name = `${column.table}.${column.column}`;
  let after: SQL = sql`true`;
  for (;;) {
    const rows = await db.drizzle.transaction(async (tx) => {
      if (organizationId) await enterOrganization(tx, organizationId);
      const found = await selectOld(tx, vault, column, after, batch);
      for (const row of found) {
        const context = column.context(...column.key.map((part) => keyText.parse(row[part])));
        let fresh: Buffer;
        try {
          fresh = vault.seal(vault.open(row.sealed, context), context);
        } catch {
          result.unreadable.push(`${name} ${context}`);
          continue;
        }
        await tx.execute(sql`update ${sql.identifier(column.table)} set ${sql.identifier(column.column)} = ${fresh}
          where (${columns(column)}) = (${keyOf(column, row)})`);
        result.moved[name] = (result.moved[name] ?? 0) + 1;
      }
      return found;
    });
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = sql`(${columns(column)}) > (${keyOf(column, last)})`;
  }
}

async function selectOld(tx: Transaction, vault: Vault, column: SealedColumn, after: SQL, batch: number) {
  const value = sql.identifier(column.column);
  // The first four bytes of a sealed value are the version of its master secret.
  const answer = await tx.execute(sql`
    select ${columns(column)}, ${value} as sealed from ${sql.identifier(column.table)}
    where ${value} is not null and ${after}
      and ('x' || encode(substring(${value} from 1 for 4), 'hex'))::bit(32)::int <> ${vault.currentVersion}
    order by ${columns(column)} limit ${batch} for update`);
  return answer.rows.map((row) => rowSchema.parse(row));
}

function columns(column: SealedColumn): SQL {
  return sql.join(
    column.key.map((part) => sql.identifier(part)),
    sql`, `,
  );
}

function keyOf(column: SealedColumn, row: Record<string, unknown>): SQL {
  return sql.join(
    column.key.map((part) => sql`${keyValue.parse(row[part])}`),
    sql`, `,
  );
}
