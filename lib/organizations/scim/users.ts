import { and, asc, eq, isNotNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { organizationDomains } from "@/db/schema/identity";
import { members, organizations, users } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { conflict, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId, newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { pageUrl } from "@/lib/identity/links";
import { findUserByEmail } from "@/lib/identity/queries";
import { makeUserToken } from "@/lib/identity/user-tokens";
import { queueMail } from "@/lib/notifications/queue-mail";
import { activateMember } from "../accept-invitation";
import { settingsOf } from "../present";
import { findMember, lockOwners } from "../queries";
import { takeOut } from "../remove-member";
import { requireManager } from "../require-manager";
import type { KeyDecision } from "../schema";
import {
  activeObjectSchema,
  activeSchema,
  externalIdSchema,
  parseFilter,
  scimListSchema,
  scimPatchSchema,
  scimUserSchema,
  USER_SCHEMA,
} from "./schema";

type Row = {
  id: Id<"member">;
  userId: Id<"user">;
  email: string;
  name: string;
  state: string;
  externalId: string | null;
  createdAt: Date;
  updatedAt: Date;
};
export type ScimUser = Record<string, unknown>;

const columns = {
  id: members.id,
  userId: members.userId,
  email: users.email,
  name: users.name,
  state: members.state,
  externalId: members.externalId,
  createdAt: members.createdAt,
  updatedAt: members.updatedAt,
};

export function presentUser(row: Row): ScimUser {
  const [givenName, ...rest] = row.name.split(" ");
  return {
    schemas: [USER_SCHEMA],
    id: row.id,
    // A member that no directory named keeps its own id there, so that it can be found after it was deactivated.
    ...(row.externalId && row.externalId !== row.id ? { externalId: row.externalId } : {}),
    userName: row.email,
    displayName: row.name,
    name: { formatted: row.name, givenName, familyName: rest.join(" ") },
    emails: [{ value: row.email, type: "work", primary: true }],
    active: row.state === "active",
    meta: {
      resourceType: "User",
      created: row.createdAt.toISOString(),
      lastModified: row.updatedAt.toISOString(),
      location: pageUrl(`/scim/v2/Users/${row.id}`),
    },
  };
}

/** Members a directory may see: active ones, and those it has deactivated. */
function visible(organizationId: Id<"organization">) {
  return and(
    eq(members.organizationId, organizationId),
    or(eq(members.state, "active"), isNotNull(members.externalId)),
  );
}

async function findRow(tx: Transaction, ctx: Context, id: string): Promise<Row> {
  if (!isId("member", id)) throw notFound("user");
  const [row] = await tx
    .select(columns)
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(visible(ctx.actor.organizationId), eq(members.id, id)));
  if (!row) throw notFound("user");
  return row;
}

/** A page by position, as SCIM pages; `total` counts all that match. @throws invalid_input for a filter that is not `eq`. */
export async function listScimUsers(
  ctx: Context,
  query: unknown,
): Promise<{ total: number; startIndex: number; items: ScimUser[] }> {
  requireManager(ctx.actor);
  const { filter, startIndex, count } = parseInput(scimListSchema, query);
  const wanted = filter === undefined ? undefined : conditionOf(filter);
  return withOrganization(ctx, async (tx) => {
    const where = and(visible(ctx.actor.organizationId), wanted);
    const [counted] = await tx
      .select({ total: sql<number>`count(*)::int` })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(where);
    const rows = await tx
      .select(columns)
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(where)
      .orderBy(asc(members.id))
      .offset(startIndex - 1)
      .limit(count);
    return { total: counted?.total ?? 0, startIndex, items: rows.map(presentUser) };
  });
}

function conditionOf(filter: string) {
  const parsed = parseFilter(filter);
  if (parsed?.attribute === "username" || parsed?.attribute.startsWith("emails")) {
    return eq(users.email, parsed.value.toLowerCase());
  }
  if (parsed?.attribute === "externalid") return eq(members.externalId, parsed.value);
  if (parsed?.attribute === "id") return sql`${members.id} = ${parsed.value}`;
  throw invalidInput([{ path: "filter", message: 'must be userName, emails, externalId or id eq "…"' }]);
}

export async function readScimUser(ctx: Context, id: string): Promise<ScimUser> {
  requireManager(ctx.actor);
  return withOrganization(ctx, async (tx) => presentUser(await findRow(tx, ctx, id)));
}

/**
 * Provisions a member. A new address gets an account without a password and a link to set one, which proves the address. An account
 * that exists is only drawn in where the organization has verified the address's domain: nobody else's rules may reach it.
 */
export async function createScimUser(ctx: Context, input: unknown): Promise<ScimUser> {
  requireManager(ctx.actor);
  const wanted = parseInput(scimUserSchema, input);
  const { organizationId } = ctx.actor;
  return withOrganization(ctx, async (tx) => {
    const now = ctx.clock.now();
    const existing = await findUserByEmail(tx, wanted.userName);
    if (existing && (await findMember(tx, organizationId, existing.id)))
      throw conflict("This person is a member already.");
    if (existing && !(await isVerifiedDomain(tx, organizationId, wanted.userName))) {
      throw conflict("This address cannot be provisioned: verify its domain, or invite the person.");
    }
    const userId = existing?.id ?? (await makeUser(tx, ctx, wanted));
    const externalId = wanted.externalId ?? null;
    const memberId = await activateMember(tx, { organizationId, userId, role: "developer", now, externalId });
    if (!memberId) throw conflict("This person is a member already.");
    const target = { type: "member", id: memberId, name: wanted.userName };
    await recordAudit(tx, ctx, { action: "member.provisioned", target, after: { role: "developer", via: "scim" } });
    if (!wanted.active) await deactivate(tx, ctx, memberId);
    return presentUser(await findRow(tx, ctx, memberId));
  });
}

async function isVerifiedDomain(tx: Transaction, organizationId: Id<"organization">, email: string): Promise<boolean> {
  const [row] = await tx
    .select({ verifiedAt: organizationDomains.verifiedAt })
    .from(organizationDomains)
    .where(
      and(
        eq(organizationDomains.organizationId, organizationId),
        eq(organizationDomains.domain, email.slice(email.lastIndexOf("@") + 1)),
      ),
    );
  return row?.verifiedAt != null;
}

async function makeUser(
  tx: Transaction,
  ctx: Context,
  wanted: {
    userName: string;
    displayName?: string | null | undefined;
    name?:
      | { formatted?: string | undefined; givenName?: string | undefined; familyName?: string | undefined }
      | null
      | undefined;
  },
): Promise<Id<"user">> {
  const now = ctx.clock.now();
  const userId = newId("user", now.getTime());
  const parts = [wanted.name?.givenName, wanted.name?.familyName].filter(Boolean).join(" ");
  const given =
    wanted.displayName || wanted.name?.formatted || parts || wanted.userName.split("@")[0] || wanted.userName;
  const name = given.replace(/\p{C}/gu, "").trim().slice(0, 100) || wanted.userName;
  await tx.insert(users).values({ id: userId, email: wanted.userName, name, createdAt: now, updatedAt: now });
  const { token, expiresAt } = await makeUserToken(tx, ctx, {
    userId,
    purpose: "set_password",
    lifetime: 7 * 86_400_000,
  });
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, ctx.actor.organizationId));
  await queueMail(tx, ctx, ctx.actor.organizationId, {
    event: `welcome/${userId}`,
    template: "welcome",
    props: {
      organizationName: organization?.name ?? "",
      timeZone: organization?.timezone ?? "UTC",
      email: wanted.userName,
      setPasswordUrl: pageUrl("/set-password", token),
      expiresAt: expiresAt.toISOString(),
    },
    to: wanted.userName,
    userId,
  });
  return userId;
}

/** Replaces what we keep: the external id, and whether the member is active. The address is the person's own to change. */
export async function replaceScimUser(ctx: Context, id: string, input: unknown): Promise<ScimUser> {
  requireManager(ctx.actor);
  const wanted = parseInput(scimUserSchema, input);
  return withOrganization(ctx, async (tx) => {
    const row = await findRow(tx, ctx, id);
    if (wanted.userName !== row.email) {
      throw invalidInput([{ path: "userName", message: "is changed by the person themselves" }]);
    }
    if (wanted.externalId !== undefined && wanted.externalId !== row.externalId)
      await setExternalId(tx, ctx, row.id, wanted.externalId);
    await setActive(tx, ctx, row, wanted.active);
    return presentUser(await findRow(tx, ctx, id));
  });
}

/** Okta sends an object without a path, Entra a path and a word. Attributes that we do not keep are passed over. */
export async function patchScimUser(ctx: Context, id: string, input: unknown): Promise<ScimUser> {
  requireManager(ctx.actor);
  const { Operations } = parseInput(scimPatchSchema, input);
  return withOrganization(ctx, async (tx) => {
    for (const operation of Operations) {
      const row = await findRow(tx, ctx, id);
      const path = operation.path?.toLowerCase();
      if (path === "active") {
        await setActive(tx, ctx, row, operation.op === "remove" ? false : parseInput(activeSchema, operation.value));
      } else if (path === "externalid" && typeof operation.value === "string") {
        await setExternalId(tx, ctx, row.id, parseInput(externalIdSchema, operation.value));
      } else if (path === undefined) {
        const { active } = parseInput(activeObjectSchema, operation.value ?? {});
        if (active !== undefined) await setActive(tx, ctx, row, active);
      }
    }
    return presentUser(await findRow(tx, ctx, id));
  });
}

/** Removes the member: as deactivating, and the directory does not see them any more. */
export async function deleteScimUser(ctx: Context, id: string): Promise<void> {
  requireManager(ctx.actor);
  await withOrganization(ctx, async (tx) => {
    const row = await findRow(tx, ctx, id);
    if (row.state === "active") await deactivate(tx, ctx, row.id);
    await tx
      .update(members)
      .set({ externalId: null })
      .where(and(eq(members.organizationId, ctx.actor.organizationId), eq(members.id, row.id)));
  });
}

async function setExternalId(tx: Transaction, ctx: Context, id: Id<"member">, externalId: string): Promise<void> {
  await tx
    .update(members)
    .set({ externalId, updatedAt: ctx.clock.now() })
    .where(and(eq(members.organizationId, ctx.actor.organizationId), eq(members.id, id)));
}

async function setActive(tx: Transaction, ctx: Context, row: Row, active: boolean): Promise<void> {
  if (active === (row.state === "active")) return;
  if (!active) return deactivate(tx, ctx, row.id);
  const { organizationId } = ctx.actor;
  const now = ctx.clock.now();
  // Whoever comes back starts as a developer: what they once were is for a person to give again.
  await activateMember(tx, { organizationId, userId: row.userId, role: "developer", now });
  const target = { type: "member", id: row.id, name: row.name };
  await recordAudit(tx, ctx, { action: "member.provisioned", target, after: { role: "developer", via: "scim" } });
}

/** Takes the member out with the organization's rule for their keys; access ends with the commit. */
async function deactivate(tx: Transaction, ctx: Context, id: Id<"member">): Promise<void> {
  const { organizationId } = ctx.actor;
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  const rule = settingsOf({ settings: organization?.settings ?? {} }).offboarding;
  await takeOut(tx, ctx, id, { keys: [], otherKeys: await decisionOf(tx, ctx, rule, id) });
  await tx
    .update(members)
    .set({ externalId: sql`coalesce(${members.externalId}, ${members.id})` })
    .where(and(eq(members.organizationId, organizationId), eq(members.id, id)));
}

async function decisionOf(
  tx: Transaction,
  ctx: Context,
  rule: "transfer_to_remover" | "disable" | "revoke",
  leaver: Id<"member">,
): Promise<KeyDecision> {
  if (rule === "revoke") return { action: "revoke", reason: "affiliation_changed" };
  if (rule === "disable") return { action: "disable" };
  // A machine removes: the first owner stands for it.
  const owners = await lockOwners(tx, ctx.actor.organizationId);
  const first = owners.find((owner) => owner !== leaver);
  const owner = first ? await findMember(tx, ctx.actor.organizationId, first) : null;
  if (!owner) throw conflict("There is nobody left to look after the keys.");
  return { action: "transfer", ownerType: "user", ownerId: owner.userId };
}
