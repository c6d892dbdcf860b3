import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { organizations } from "@/db/schema/people";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { queueMail } from "@/lib/notifications/queue-mail";
import { readersOutOfBounds, type ToldOfBreach } from "./queries";
import { BREACH_WORDS, type Policy } from "./schema";

/** An environment whose policy has just become this version. */
export type ChangedEnvironment = {
  environment: { organizationId: Id<"organization">; id: Id<"environment">; slug: string; name: string };
  project: { slug: string; name: string };
  policy: Policy;
  version: number;
};

/** More keys than these are counted in a mail, not named. */
const MOST_NAMED = 50;

/**
 * Queues one mail to each owner of live keys that the policy leaves out of bounds, in the transaction of the change: with `end`
 * of those that get an end by it. The event is the policy's version, so nobody is told of the same change twice.
 * Resolves to how many people are told.
 */
export async function tellOwnersOutOfBounds(
  tx: Transaction,
  ctx: Context,
  { environment, project, policy, version }: ChangedEnvironment,
  end: Date | null,
): Promise<number> {
  const { organizationId } = environment;
  const rows = await readersOutOfBounds(tx, organizationId, environment.id, policy, ctx.clock.now(), {
    most: MOST_NAMED,
    end,
  });
  const [organization] = await tx
    .select({ name: organizations.name, slug: organizations.slug, timezone: organizations.timezone })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  if (!organization) return 0;
  const readers = new Map<string, ToldOfBreach[]>();
  for (const row of rows) readers.set(row.userId, [...(readers.get(row.userId) ?? []), row]);
  for (const keys of readers.values()) {
    const [reader] = keys;
    if (!reader) continue;
    await queueMail(tx, ctx, organizationId, {
      event: `policy.out_of_bounds/${environment.id}/${version}/${reader.userId}`,
      template: "keys-out-of-bounds",
      to: reader.email,
      userId: reader.userId,
      props: {
        organizationName: organization.name,
        timeZone: reader.timezone ?? organization.timezone,
        keys: keys.map(({ id, name, hint, breaches }) => ({
          name,
          hint,
          project: project.name,
          environment: environment.name,
          url: pageUrl(`/${organization.slug}/keys/${id}`),
          breaches: breaches.map((breach) => BREACH_WORDS[breach]),
        })),
        more: reader.total - keys.length,
        endsAt: end?.toISOString() ?? null,
        policyUrl: pageUrl(`/${organization.slug}/projects/${project.slug}/environments/${environment.slug}/policy`),
      },
    });
  }
  return readers.size;
}
