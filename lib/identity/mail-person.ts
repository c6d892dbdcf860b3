import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { RequestInfo } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import { type MailName, type MailProps, queueMail } from "@/lib/notifications/queue-mail";
import { describeDevice } from "./describe-device";

/** Where and when something happened, as security mail tells it. */
export function originOf(ctx: { clock: Clock; request: RequestInfo }): {
  at: string;
  address?: string;
  agent?: string;
} {
  const { device, browser } = describeDevice(ctx.request.userAgent);
  return {
    at: ctx.clock.now().toISOString(),
    ...(ctx.request.ip ? { address: ctx.request.ip } : {}),
    ...(ctx.request.userAgent ? { agent: `${browser} on ${device}` } : {}),
  };
}

/**
 * Queues a mail of the person's own (no organization entered) in their time zone. `event` is made unique by the person's id.
 */
export async function mailPerson<N extends MailName>(
  tx: Transaction,
  ctx: { clock: Clock; vault: Vault },
  userId: Id<"user">,
  mail: {
    event: string;
    template: N;
    props: (person: { email: string; timeZone: string }) => MailProps<N>;
    to?: string;
  },
): Promise<void> {
  const [person] = await tx
    .select({ email: users.email, timezone: users.timezone })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) return;
  await queueMail(tx, ctx, null, {
    event: `${userId}/${mail.event}`,
    template: mail.template,
    props: mail.props({ email: person.email, timeZone: person.timezone ?? "UTC" }),
    to: mail.to ?? person.email,
    userId,
  });
}
