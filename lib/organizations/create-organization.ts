import type { Transaction } from "@/db/client";
import { members, organizations } from "@/db/schema/people";
import { type AccountContext, type AnonymousContext, enterOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Actor } from "@/lib/core/actor";
import { conflict, forbidden } from "@/lib/core/errors";
import { type Id, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { slugify } from "@/lib/core/slug";
import { leaveOrganization } from "@/lib/identity/audit-person";
import { createOrganizationSchema, isReservedSlug } from "./schema";

export type NewOrganization = {
  name: string;
  slug?: string | undefined;
  timezone?: string | undefined;
  /** Who owns it. With a session the audit row names the person, else the house. */
  owner: { userId: Id<"user">; session?: { id: Id<"session">; mfaAt: Date | null } };
};
export type CreatedOrganization = { id: Id<"organization">; slug: string; memberId: Id<"member"> };

/** Makes an organization with its first owner. @throws conflict when the slug that was asked for is taken. */
export function createOrganization(ctx: AnonymousContext, input: NewOrganization): Promise<CreatedOrganization> {
  return ctx.db.drizzle.transaction((tx) => insertOrganization(tx, ctx, input));
}

/** The verb of a signed-in person: a further organization, owned by them. @throws invalid_input, conflict, forbidden. */
export function createOwnOrganization(ctx: AccountContext, input: unknown): Promise<CreatedOrganization> {
  if (ctx.actor.confinedTo !== null) throw forbidden("This session is confined to the organization that opened it.");
  const wanted = parseInput(createOrganizationSchema, input);
  const { userId, sessionId, mfaAt } = ctx.actor;
  return ctx.db.drizzle.transaction((tx) =>
    insertOrganization(
      tx,
      { ...ctx, actor: null },
      { ...wanted, owner: { userId, session: { id: sessionId, mfaAt } } },
    ),
  );
}

/** The same inside a transaction that has entered no organization; it has entered none afterwards. */
export async function insertOrganization(
  tx: Transaction,
  ctx: AnonymousContext,
  input: NewOrganization,
): Promise<CreatedOrganization> {
  const now = ctx.clock.now();
  const id = newId("organization", now.getTime());
  const memberId = newId("member", now.getTime());
  await enterOrganization(tx, id);
  const slug = await insertWithSlug(tx, input, { id, createdAt: now, updatedAt: now });
  await tx.insert(members).values({
    organizationId: id,
    id: memberId,
    userId: input.owner.userId,
    role: "owner",
    state: "active",
    createdAt: now,
    updatedAt: now,
  });
  const { userId, session } = input.owner;
  const actor: Actor = session
    ? {
        type: "user",
        organizationId: id,
        userId,
        memberId,
        role: "owner",
        access: {},
        sessionId: session.id,
        mfaAt: session.mfaAt,
      }
    : { type: "system", organizationId: id, process: "set-up" };
  await recordAudit(
    tx,
    { ...ctx, actor },
    {
      action: "organization.created",
      target: { type: "organization", id, name: input.name },
      after: { name: input.name, slug, owner: userId },
    },
  );
  await leaveOrganization(tx);
  return { id, slug, memberId };
}

async function insertWithSlug(
  tx: Transaction,
  input: NewOrganization,
  row: { id: Id<"organization">; createdAt: Date; updatedAt: Date },
): Promise<string> {
  const base = input.slug ?? slugify(input.name, "organization");
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    const slug = candidate(base, input.slug !== undefined, attempt);
    if (slug === null) continue;
    // The slug's unique index decides, also between two at once.
    const made = await tx
      .insert(organizations)
      .values({ ...row, slug, name: input.name, timezone: input.timezone ?? "UTC", settings: {} })
      .onConflictDoNothing({ target: organizations.slug })
      .returning({ slug: organizations.slug });
    if (made.length > 0) return slug;
    if (input.slug !== undefined) break;
  }
  throw conflict("This slug is taken. Choose another.", { field: "slug" });
}

/** `acme`, `acme-2`, …; null where the candidate is not allowed. */
function candidate(base: string, isExact: boolean, attempt: number): string | null {
  if (isExact) return base;
  const suffix = attempt === 1 ? "" : `-${attempt}`;
  const slug = `${base.slice(0, 48 - suffix.length).replace(/-+$/, "")}${suffix}`;
  return slug.length < 2 || isReservedSlug(slug) ? null : slug;
}
