import type { z } from "zod";
import type { RotationRow } from "./queries";
import type { rotationSchema } from "./schema";

/** The only list of a rotation's fields that leave. */
export function presentRotation({ rotation, keyName, targetName }: RotationRow): z.output<typeof rotationSchema> {
  return {
    id: rotation.id,
    keyId: rotation.keyId,
    keyName,
    cause: rotation.cause,
    reason: rotation.reason,
    state: rotation.state,
    dueAt: rotation.dueAt.toISOString(),
    target: rotation.targetId && targetName !== null ? { id: rotation.targetId, name: targetName } : null,
    deliveredTo: rotation.deliveredTo,
    attempts: rotation.attempts,
    lastError: rotation.lastError,
    createdAt: rotation.createdAt.toISOString(),
    doneAt: rotation.doneAt?.toISOString() ?? null,
  };
}
