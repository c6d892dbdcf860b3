import type { Transaction } from "@/db/client";
import type { keys } from "@/db/schema/keys";
import type { deliveryTargets, rotations } from "@/db/schema/lifecycle";
import type { Context } from "@/db/tenancy";
import type { EnvironmentRow } from "@/lib/keys/queries";
import { readDirectory, readersOf } from "./directory";
import { keyReference } from "./key-references";
import { tell } from "./notices";
import { lifecycleOf } from "./queries";

/** Tells the key's owner, and those who set up targets, that every attempt to deliver was in vain. */
export async function tellOfFailedDelivery(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  failed: {
    key: typeof keys.$inferSelect;
    target: typeof deliveryTargets.$inferSelect;
    rotation: typeof rotations.$inferSelect;
    error: string;
  },
): Promise<void> {
  const { key, target, rotation, error } = failed;
  const directory = await readDirectory(tx, ctx.actor.organizationId);
  const own = await lifecycleOf(tx, ctx.actor.organizationId, key.id);
  const ownership = { ...key, fallbackUserId: own?.fallbackUserId ?? null };
  const reference = keyReference(directory, environment, key);
  for (const { reader } of readersOf(directory, ownership, "admins")) {
    await tell(tx, ctx, directory, {
      reader,
      notices: [{ keyId: key.id, kind: "delivery_failed", about: rotation.id, step: 0 }],
      template: "delivery-failed",
      props: {
        organizationName: directory.organization.name,
        timeZone: reader.timezone,
        key: reference,
        target: target.name,
        attempts: rotation.attempts,
        error,
        rotateUrl: reference.url,
      },
    });
  }
}
