import { and, asc, eq } from "drizzle-orm";
import { keys, keyVersions } from "@/db/schema/keys";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { iso } from "./present";

const BATCH = 200;

/**
 * Writes one audit row for each version that ended because a newer one was used. The verify server ends them and may not
 * write to the trail; until this has run a version has ended without its row. Run twice, the second finds nothing.
 * Returns how many rows were written.
 */
export async function auditEndedVersions(ctx: Context): Promise<number> {
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const ended = await tx
      .select({
        id: keyVersions.id,
        number: keyVersions.number,
        endsAt: keyVersions.endsAt,
        keyId: keys.id,
        name: keys.name,
      })
      .from(keyVersions)
      .innerJoin(keys, and(eq(keys.organizationId, keyVersions.organizationId), eq(keys.id, keyVersions.keyId)))
      .where(and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.endRecorded, false)))
      .orderBy(asc(keyVersions.endsAt), asc(keyVersions.id))
      .limit(BATCH)
      // Two workers never write the same row.
      .for("update", { of: keyVersions, skipLocked: true });
    for (const { id, number, endsAt, keyId, name } of ended) {
      await recordAudit(tx, ctx, {
        action: "key.version_ended",
        target: { type: "key", id: keyId, name },
        before: { versionId: id, versionNumber: number },
        after: { endsAt: iso(endsAt) },
        reason: "a newer version was used for the first time",
      });
      await tx
        .update(keyVersions)
        .set({ endRecorded: true })
        .where(and(eq(keyVersions.organizationId, organizationId), eq(keyVersions.id, id)));
    }
    return ended.length;
  });
}
