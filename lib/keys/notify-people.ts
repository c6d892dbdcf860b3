import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";

import { pageUrl } from "@/lib/identity/links";
import { originOf } from "@/lib/identity/mail-person";
import { type MailProps, queueMail } from "@/lib/notifications/queue-mail";
import { callsSince, type Person, peopleOf, personOf } from "./people-queries";
import type { EnvironmentRow, KeyRow } from "./queries";

const DAY = 86_400_000;

function referenceOf(key: KeyRow["key"], environment: EnvironmentRow, slug: string): MailProps<"key-revoked">["key"] {
  return {
    name: key.name,
    hint: `${key.secretStart}…${key.secretLastFour}`,
    project: environment.projectName,
    environment: environment.name,
    url: pageUrl(`/${slug}/keys/${key.id}`),
  };
}

function nameOf(person: Person | null): { name?: string; email: string } {
  return person ? { name: person.name, email: person.email } : { email: "a service token" };
}

/** Tells the owner of a key (all of a team) that somebody else revoked it. */
export async function tellOwnerOfRevocation(
  tx: Transaction,
  ctx: Context,
  key: KeyRow["key"],
  environment: EnvironmentRow,
  reason: string,
): Promise<void> {
  const { actor } = ctx;
  const { organizationId } = actor;
  const now = ctx.clock.now();
  const by = actor.type === "user" ? await personOf(tx, actor.userId) : null;
  const { organization, people } = await peopleOf(tx, organizationId, { key });
  const callsLastDay = await callsSince(tx, organizationId, key.id, new Date(now.getTime() - DAY));
  for (const person of people.filter(({ id }) => actor.type !== "user" || id !== actor.userId)) {
    await queueMail(tx, ctx, organizationId, {
      event: `key.revoked/${key.id}/${person.id}`,
      template: "key-revoked",
      to: person.email,
      userId: person.id,
      props: {
        organizationName: organization.name,
        timeZone: person.timezone ?? organization.timezone,
        key: referenceOf(key, environment, organization.slug),
        revokedBy: actor.type === "system" ? null : nameOf(by),
        revokedAt: now.toISOString(),
        reason,
        callsLastDay,
      },
    });
  }
}

/** Tells the organization's owners of a new key in a high environment; not the one who made it. */
export async function tellOwnersOfKey(
  tx: Transaction,
  ctx: Context,
  row: KeyRow,
  environment: EnvironmentRow,
): Promise<void> {
  if (environment.sensitivity !== "high") return;
  const { actor } = ctx;
  const { organizationId } = actor;
  const { key } = row;
  const by = actor.type === "user" ? await personOf(tx, actor.userId) : null;
  const holder = key.ownerUserId ? await personOf(tx, key.ownerUserId) : null;
  const { organization, people } = await peopleOf(tx, organizationId, { role: "owner" });
  for (const person of people.filter(({ id }) => actor.type !== "user" || id !== actor.userId)) {
    await queueMail(tx, ctx, organizationId, {
      event: `key.created/${key.id}/${person.id}`,
      template: "key-created-in-high-environment",
      to: person.email,
      userId: person.id,
      props: {
        organizationName: organization.name,
        timeZone: person.timezone ?? organization.timezone,
        key: referenceOf(key, environment, organization.slug),
        owner: holder ? nameOf(holder) : { email: row.teamName ?? "a team" },
        createdBy: nameOf(by),
        createdFrom: originOf(ctx),
        scopes: key.scopes,
        expiresAt: key.expiresAt ? key.expiresAt.toISOString() : null,
      },
    });
  }
}
