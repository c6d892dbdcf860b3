import { and, arrayOverlaps, asc, eq, ilike, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { keys } from "@/db/schema/keys";
import { scopes } from "@/db/schema/projects";
import { type Id, isId } from "@/lib/core/ids";
import type { ScopeRow } from "./present";
import { contains, isLive } from "./queries";

type Organization = Id<"organization">;

/** One scope of a project by id or name, or null. */
export async function selectScope(
  tx: Transaction,
  organizationId: Organization,
  projectId: Id<"project">,
  name: string,
): Promise<ScopeRow | null> {
  const [row] = await tx
    .select()
    .from(scopes)
    .where(
      and(
        eq(scopes.organizationId, organizationId),
        eq(scopes.projectId, projectId),
        isId("scope", name) ? eq(scopes.id, name) : eq(scopes.name, name),
      ),
    );
  return row ?? null;
}

export function selectScopes(
  tx: Transaction,
  organizationId: Organization,
  projectId: Id<"project">,
  filters: { q?: string | undefined; category?: string | undefined; sensitive?: boolean | undefined } = {},
  page: { after: string | null; limit: number } | null = null,
): Promise<ScopeRow[]> {
  const { q, category, sensitive } = filters;
  const byScopeName = sql<string>`${scopes.name} collate "C"`;
  const query = tx
    .select()
    .from(scopes)
    .where(
      and(
        eq(scopes.organizationId, organizationId),
        eq(scopes.projectId, projectId),
        category === undefined ? undefined : eq(scopes.category, category),
        sensitive === undefined ? undefined : eq(scopes.sensitive, sensitive),
        q === undefined
          ? undefined
          : or(
              ilike(scopes.name, contains(q)),
              ilike(scopes.description, contains(q)),
              ilike(scopes.category, contains(q)),
            ),
        page?.after == null ? undefined : sql`${byScopeName} > ${page.after}`,
      ),
    )
    .orderBy(byScopeName);
  return page ? query.limit(page.limit) : query;
}

/** Live keys that have any of these scopes by name, with the scopes they would lose, oldest first. */
export async function selectKeysWithScopes(
  tx: Transaction,
  organizationId: Organization,
  projectId: Id<"project">,
  names: readonly string[],
  now: Date,
  limit: number,
) {
  if (names.length === 0) return [];
  return tx
    .select({ id: keys.id, name: keys.name, environmentId: keys.environmentId, scopes: keys.scopes })
    .from(keys)
    .where(
      and(
        eq(keys.organizationId, organizationId),
        eq(keys.projectId, projectId),
        arrayOverlaps(keys.scopes, [...names]),
        isLive(now),
      ),
    )
    .orderBy(asc(keys.id))
    .limit(limit)
    .for("update");
}

/** Takes scopes from keys. */
export async function updateKeyScopes(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"key">,
  left: string[],
  now: Date,
): Promise<void> {
  await tx
    .update(keys)
    .set({ scopes: left, updatedAt: now })
    .where(and(eq(keys.organizationId, organizationId), eq(keys.id, id)));
}

export async function insertScope(tx: Transaction, row: typeof scopes.$inferInsert): Promise<ScopeRow> {
  const [written] = await tx.insert(scopes).values(row).returning();
  if (!written) throw new Error("The scope was not written.");
  return written;
}

export async function updateScopeRow(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"scope">,
  change: Partial<ScopeRow>,
): Promise<ScopeRow | null> {
  const [row] = await tx
    .update(scopes)
    .set(change)
    .where(and(eq(scopes.organizationId, organizationId), eq(scopes.id, id)))
    .returning();
  return row ?? null;
}

export async function deleteScopeRow(tx: Transaction, organizationId: Organization, id: Id<"scope">): Promise<void> {
  await tx.delete(scopes).where(and(eq(scopes.organizationId, organizationId), eq(scopes.id, id)));
}
