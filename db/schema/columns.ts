import { customType, timestamp } from "drizzle-orm/pg-core";
import type { Id, IdKind } from "@/lib/core/ids";

/** A typed id column, compared byte by byte so that ids sort by creation everywhere. */
export function idColumn<K extends IdKind>(_kind: K, name: string) {
  return customType<{ data: Id<K>; driverData: string }>({ dataType: () => 'text COLLATE "C"' })(name);
}

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** An instant (UTC in the database, `Date` in the program). */
export function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date" });
}
