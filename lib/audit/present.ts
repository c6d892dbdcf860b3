import type { auditCheckpoints, auditEvents } from "@/db/schema/audit";
import type { PresentedAuditEvent, PresentedCheckpoint } from "./schema";

export function presentAuditEvent(row: typeof auditEvents.$inferSelect): PresentedAuditEvent {
  return {
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    actorType: row.actorType,
    actorId: row.actorId,
    actorName: row.actorName,
    action: row.action,
    targetType: row.targetType,
    targetId: row.targetId,
    targetName: row.targetName,
    before: row.before,
    after: row.after,
    reason: row.reason,
    ip: row.ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    assurance: row.assurance,
  };
}

export function presentCheckpoint(row: typeof auditCheckpoints.$inferSelect): PresentedCheckpoint {
  return {
    organizationId: row.organizationId,
    seq: row.seq,
    at: row.at.toISOString(),
    link: row.link.toString("hex"),
    signature: row.signature.toString("base64"),
    publicKey: row.publicKey,
  };
}
