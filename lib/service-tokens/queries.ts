import { and, desc, eq, gt, ilike, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { serviceTokenActivity, serviceTokens } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import { projects } from "@/db/schema/projects";
import { type Id, isId } from "@/lib/core/ids";
import type { SERVICE_TOKEN_STATUSES } from "./schema";

type Organization = Id<"organization">;

/** Everything of a token but its hash. */
const COLUMNS = {
  id: serviceTokens.id,
  name: serviceTokens.name,
  permissions: serviceTokens.permissions,
  projectId: serviceTokens.projectId,
  project: projects.slug,
  environmentIds: serviceTokens.environmentIds,
  environments: sql<string[] | null>`(
    select array_agg(e.slug order by e.position, e.id) from environments e
    where e.organization_id = ${serviceTokens.organizationId} and e.id = any(${serviceTokens.environmentIds}))`,
  tokenStart: serviceTokens.tokenStart,
  tokenLastFour: serviceTokens.tokenLastFour,
  createdBy: serviceTokens.createdBy,
  createdByName: users.name,
  createdAt: serviceTokens.createdAt,
  expiresAt: serviceTokens.expiresAt,
  lastUsedAt: serviceTokenActivity.lastUsedAt,
  revokedAt: serviceTokens.revokedAt,
};

function rows(tx: Transaction) {
  return tx
    .select(COLUMNS)
    .from(serviceTokens)
    .leftJoin(
      projects,
      and(eq(projects.organizationId, serviceTokens.organizationId), eq(projects.id, serviceTokens.projectId)),
    )
    .leftJoin(
      serviceTokenActivity,
      and(
        eq(serviceTokenActivity.organizationId, serviceTokens.organizationId),
        eq(serviceTokenActivity.serviceTokenId, serviceTokens.id),
      ),
    )
    .leftJoin(users, sql`${users.id} = ${serviceTokens.createdBy}`);
}

export type ServiceTokenRow = Awaited<ReturnType<typeof rows>>[number];

export async function selectServiceToken(
  tx: Transaction,
  organizationId: Organization,
  id: string,
): Promise<ServiceTokenRow | null> {
  if (!isId("serviceToken", id)) return null;
  const [row] = await rows(tx).where(and(eq(serviceTokens.organizationId, organizationId), eq(serviceTokens.id, id)));
  return row ?? null;
}

/** Newest first, before the given id. `projectId` leaves those of the project only. */
export function selectServiceTokens(
  tx: Transaction,
  organizationId: Organization,
  filters: {
    status?: (typeof SERVICE_TOKEN_STATUSES)[number] | undefined;
    q?: string | undefined;
    projectId: Id<"project"> | null;
  },
  page: { before: Id<"serviceToken"> | null; limit: number; now: Date },
) {
  const expired = lte(serviceTokens.expiresAt, page.now);
  const running = or(isNull(serviceTokens.expiresAt), gt(serviceTokens.expiresAt, page.now));
  const { status, q, projectId } = filters;
  return rows(tx)
    .where(
      and(
        eq(serviceTokens.organizationId, organizationId),
        projectId === null ? undefined : eq(serviceTokens.projectId, projectId),
        status === "revoked" ? isNotNull(serviceTokens.revokedAt) : undefined,
        status === "active" || status === "expired" ? isNull(serviceTokens.revokedAt) : undefined,
        status === "active" ? running : status === "expired" ? expired : undefined,
        q === undefined
          ? undefined
          : ilike(serviceTokens.name, `%${q.replace(/[\\%_]/g, (character) => `\\${character}`)}%`),
        page.before === null ? undefined : lt(serviceTokens.id, page.before),
      ),
    )
    .orderBy(desc(serviceTokens.id))
    .limit(page.limit);
}

export async function countServiceTokens(tx: Transaction, organizationId: Organization): Promise<number> {
  return tx.$count(
    serviceTokens,
    and(eq(serviceTokens.organizationId, organizationId), isNull(serviceTokens.revokedAt)),
  );
}

export async function insertServiceToken(tx: Transaction, row: typeof serviceTokens.$inferInsert): Promise<void> {
  await tx.insert(serviceTokens).values(row);
}

/** Revokes a token that is not revoked yet; false when another call was first. */
export async function revokeServiceTokenRow(
  tx: Transaction,
  organizationId: Organization,
  id: Id<"serviceToken">,
  now: Date,
): Promise<boolean> {
  const revoked = await tx
    .update(serviceTokens)
    .set({ revokedAt: now })
    .where(
      and(eq(serviceTokens.organizationId, organizationId), eq(serviceTokens.id, id), isNull(serviceTokens.revokedAt)),
    )
    .returning({ id: serviceTokens.id });
  return revoked.length > 0;
}
