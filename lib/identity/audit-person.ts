import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { members } from "@/db/schema/people";
import { enterOrganization } from "@/db/tenancy";
import { type AuditInput, recordAudit } from "@/lib/audit/record-audit";
import type { RequestInfo, UserActor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";

export type PersonContext = { db: Database; clock: Clock; vault: Vault; request: RequestInfo };
/** Who acted: the person in a session, or nobody yet (a refused sign-in). */
export type ActingPerson = { userId: Id<"user">; sessionId: Id<"session"> | null; mfaAt: Date | null };

/**
 * Writes what a person did with their account into the trail of every organization they are in, in the caller's transaction,
 * which must not have entered one. Organizations are visited in the order of their ids, so that two never wait for each other.
 */
export async function auditPerson(
  tx: Transaction,
  ctx: PersonContext,
  person: ActingPerson,
  event: Omit<AuditInput, "target"> & { target?: AuditInput["target"] },
): Promise<void> {
  await tx.execute(sql`select set_config('latchkey.user_id', ${person.userId}, true)`);
  const memberships = await tx
    .select({ organizationId: members.organizationId, memberId: members.id, role: members.role })
    .from(members)
    .where(and(eq(members.userId, person.userId), eq(members.state, "active")))
    .orderBy(members.organizationId);
  await tx.execute(sql`select set_config('latchkey.user_id', '', true)`);
  for (const membership of memberships) {
    await enterOrganization(tx, membership.organizationId);
    const target = event.target ?? { type: "user", id: person.userId, name: null };
    if (person.sessionId === null) {
      const actor = { type: "system", organizationId: membership.organizationId, process: "sign-in" } as const;
      await recordAudit(tx, { ...ctx, actor }, { ...event, target });
      continue;
    }
    const actor: UserActor = {
      type: "user",
      ...membership,
      userId: person.userId,
      access: {},
      sessionId: person.sessionId,
      mfaAt: person.mfaAt,
    };
    await recordAudit(tx, { ...ctx, actor }, { ...event, target });
  }
  if (memberships.length > 0) await leaveOrganization(tx);
}

/** Leaves the organization that the transaction is in: what follows belongs to nobody's tenant. */
export async function leaveOrganization(tx: Transaction): Promise<void> {
  await tx.execute(sql`select set_config('latchkey.organization_id', '', true)`);
}
