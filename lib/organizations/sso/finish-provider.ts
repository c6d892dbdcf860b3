import { and, eq, gt } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { linkedAccounts, organizationDomains, providerStates } from "@/db/schema/identity";
import { members, users } from "@/db/schema/people";
import { type AnonymousContext, enterOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Role } from "@/lib/core/enums";
import { type Id, newId } from "@/lib/core/ids";
import { auditPerson, leaveOrganization } from "@/lib/identity/audit-person";
import { type Browser, completeSignIn, recordSignIn, type SignedIn } from "@/lib/identity/complete-sign-in";
import { endSessionById, openSession } from "@/lib/identity/open-session";
import { findUser, findUserByEmail, standingOf } from "@/lib/identity/queries";
import { readSession } from "@/lib/identity/read-session";
import { requireOwnAccount } from "@/lib/identity/require-own-account";
import { activateMember } from "../accept-invitation";
import { lockOwners } from "../queries";
import { type FoundProvider, findProvider } from "./find-provider";
import { type Asserted, redeemCode } from "./oidc-client";
import { type ProviderSettings, redirectUri, stateHashOf } from "./start-provider";

/** Why a provider's answer opened nothing. Stable words, for the sign-in page. */
export type ProviderRefusal =
  | "expired"
  | "refused"
  | "not_linked"
  | "account_exists"
  | "linked_elsewhere"
  | "not_a_member"
  | "unverified_address";

export type ProviderOutcome =
  | { result: "signed_in"; signedIn: SignedIn; returnTo: string }
  | { result: "linked"; returnTo: string }
  | { result: "refused"; reason: ProviderRefusal };

const FRESH = 10 * 60_000;
const callbackSchema = z.object({
  code: z.string().min(1).max(4000),
  state: z.string().min(1).max(200),
  iss: z.string().max(2000).optional(),
});
const contentSchema = z.object({ nonce: z.string(), verifier: z.string() });
const refused = (reason: ProviderRefusal): ProviderOutcome => ({ result: "refused", reason });

/**
 * The end of a sign-in or linking at a provider. Accounts are found by (provider, issuer, subject) and by nothing else: an address,
 * verified or not, never leads into an account that exists. Never throws for what the provider or the browser sent.
 */
export async function finishProvider(
  ctx: AnonymousContext,
  settings: ProviderSettings & { allowSignUp: boolean },
  providerId: string,
  query: unknown,
  browser: Browser & { flowToken: string | null },
): Promise<ProviderOutcome> {
  const answer = callbackSchema.safeParse(query);
  if (!answer.success || browser.flowToken === null) return refused("expired");
  const stateHash = stateHashOf(ctx, answer.data.state, browser.flowToken);
  const [state] = await ctx.db.drizzle
    .delete(providerStates)
    .where(
      and(
        eq(providerStates.stateHash, stateHash),
        eq(providerStates.provider, providerId),
        gt(providerStates.expiresAt, ctx.clock.now()),
      ),
    )
    .returning();
  if (!state) return refused("expired");
  const found = await findProvider(ctx, settings.configured, providerId);
  if (!found) return refused("refused");
  const sealed = ctx.vault.open(state.content, `provider_states/${stateHash.toString("hex")}`);
  const flow = { ...contentSchema.parse(JSON.parse(sealed)), redirectUri: redirectUri(settings.appUrl, providerId) };
  const { code, iss } = answer.data;
  const asserted = await redeemCode(
    found.provider,
    { code, iss: iss ?? null },
    flow,
    ctx.clock,
    settings.outbound,
  ).catch(() => null);
  if (!asserted) {
    await ctx.db.drizzle.transaction((tx) =>
      recordSignIn(tx, ctx, { userId: null, outcome: "refused", method: providerId, sessionId: null }),
    );
    return refused("refused");
  }
  if (state.purpose === "link") return link(ctx, found, asserted, state);
  return signIn(ctx, settings, found, asserted, browser, state.returnTo);
}

/** Links the account in the session that began it, if it is still there, whole, and freshly proved. */
async function link(
  ctx: AnonymousContext,
  found: FoundProvider,
  asserted: Asserted,
  state: typeof providerStates.$inferSelect,
): Promise<ProviderOutcome> {
  const actor = state.sessionId ? await readSession(ctx, state.sessionId) : null;
  if (!actor || actor.userId !== state.userId || actor.half) return refused("expired");
  try {
    requireOwnAccount(actor, ctx.clock);
  } catch {
    return refused("expired");
  }
  return ctx.db.drizzle.transaction(async (tx) => {
    const linked = await insertLink(tx, ctx, found, asserted, actor.userId);
    if (!linked) {
      const [row] = await tx.select().from(linkedAccounts).where(linkOf(found, asserted));
      if (row?.userId !== actor.userId) return refused("linked_elsewhere");
    } else {
      await auditPerson(tx, ctx, actor, { action: "account.linked", after: { provider: found.provider.name } });
    }
    return { result: "linked", returnTo: state.returnTo };
  });
}

function linkOf(found: FoundProvider, asserted: Asserted) {
  return and(
    eq(linkedAccounts.provider, found.provider.id),
    eq(linkedAccounts.issuer, asserted.issuer),
    eq(linkedAccounts.subject, asserted.subject),
  );
}

async function insertLink(
  tx: Transaction,
  ctx: AnonymousContext,
  found: FoundProvider,
  asserted: Asserted,
  userId: Id<"user">,
): Promise<boolean> {
  const now = ctx.clock.now();
  const made = await tx
    .insert(linkedAccounts)
    .values({
      id: newId("account", now.getTime()),
      userId,
      provider: found.provider.id,
      issuer: asserted.issuer,
      subject: asserted.subject,
      email: asserted.email,
      createdAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: linkedAccounts.id });
  return made.length > 0;
}

async function signIn(
  ctx: AnonymousContext,
  settings: { allowSignUp: boolean },
  found: FoundProvider,
  asserted: Asserted,
  browser: Browser,
  returnTo: string,
): Promise<ProviderOutcome> {
  const outcome = await ctx.db.drizzle.transaction(async (tx): Promise<ProviderOutcome> => {
    const now = ctx.clock.now();
    const [known] = await tx.update(linkedAccounts).set({ lastUsedAt: now }).where(linkOf(found, asserted)).returning();
    const made = known ?? (await makeAccount(tx, ctx, settings, found, asserted));
    if ("refusal" in made) return refused(made.refusal);
    const person = made.userId;
    const user = await findUser(tx, person);
    if (!user || user.disabledAt) return refused("refused");
    const organization = found.organization;
    if (organization && !(await applyMembership(tx, ctx, organization, asserted, user, known === undefined))) {
      return refused("not_a_member");
    }
    const standing = await standingOf(tx, person);
    const method = organization ? "sso" : "oauth";
    const half = organization === null && (standing.enrolled || standing.required);
    const mfaAt = organization ? freshOf(asserted, now) : standing.enrolled ? null : now;
    const session = await openSession(tx, ctx, {
      userId: person,
      method,
      factor: null,
      mfaAt,
      confinedTo: organization?.id ?? null,
    });
    const newDevice = half
      ? null
      : await completeSignIn(tx, ctx, { userId: person, session, method, factor: null, mfaAt, browser });
    return { result: "signed_in", signedIn: { userId: person, session, half, newDevice }, returnTo };
  });
  if (outcome.result === "signed_in" && browser.sessionId)
    await endSessionById(ctx, browser.sessionId, "signed_in_again");
  return outcome;
}

/** When the provider authenticated the person, where that was a moment ago: it stands for step-up in its organization. */
function freshOf(asserted: Asserted, now: Date): Date | null {
  const at = asserted.authenticatedAt;
  return at && Math.abs(now.getTime() - at.getTime()) < FRESH ? new Date(Math.min(at.getTime(), now.getTime())) : null;
}

/** An account for someone the provider vouches for and nobody here has; the reason where that may not be. */
async function makeAccount(
  tx: Transaction,
  ctx: AnonymousContext,
  settings: { allowSignUp: boolean },
  found: FoundProvider,
  asserted: Asserted,
): Promise<{ userId: Id<"user"> } | { refusal: ProviderRefusal }> {
  const { organization } = found;
  if (organization ? !organization.justInTime : !settings.allowSignUp) return { refusal: "not_linked" };
  const email = z.email().safeParse(asserted.email);
  if (!asserted.emailVerified || !email.success) return { refusal: "unverified_address" };
  if (organization && !(await isOwnDomain(tx, organization.id, email.data))) return { refusal: "unverified_address" };
  if (await findUserByEmail(tx, email.data)) return { refusal: "account_exists" };
  const now = ctx.clock.now();
  const id = newId("user", now.getTime());
  const name =
    (asserted.name ?? email.data.split("@")[0] ?? "").replace(/\p{C}/gu, "").trim().slice(0, 100) || email.data;
  const made = await tx
    .insert(users)
    .values({ id, email: email.data, emailVerifiedAt: now, name, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ id: users.id });
  if (made.length === 0 || !(await insertLink(tx, ctx, found, asserted, id))) return { refusal: "account_exists" };
  return { userId: id };
}

async function isOwnDomain(tx: Transaction, organizationId: Id<"organization">, email: string): Promise<boolean> {
  await enterOrganization(tx, organizationId);
  const [row] = await tx
    .select({ verifiedAt: organizationDomains.verifiedAt })
    .from(organizationDomains)
    .where(
      and(
        eq(organizationDomains.organizationId, organizationId),
        eq(organizationDomains.domain, email.slice(email.lastIndexOf("@") + 1)),
      ),
    );
  await leaveOrganization(tx);
  return row?.verifiedAt != null;
}

/** Makes the membership of someone new, and brings the role to what the groups say. False when the person is not a member. */
async function applyMembership(
  tx: Transaction,
  ctx: AnonymousContext,
  organization: NonNullable<FoundProvider["organization"]>,
  asserted: Asserted,
  user: { id: Id<"user">; name: string },
  isNew: boolean,
): Promise<boolean> {
  const { id: organizationId } = organization;
  const now = ctx.clock.now();
  await enterOrganization(tx, organizationId);
  const house = { ...ctx, actor: { type: "system", organizationId, process: "single-sign-on" } as const };
  const wanted = roleOf(organization.groupRoles, asserted.groups);
  if (isNew) {
    const role = wanted ?? organization.defaultRole;
    const memberId = await activateMember(tx, { organizationId, userId: user.id, role, now });
    if (memberId) {
      const target = { type: "member", id: memberId, name: user.name };
      await recordAudit(tx, house, { action: "member.provisioned", target, after: { role } });
    }
  }
  await lockOwners(tx, organizationId);
  const [member] = await tx
    .select()
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.userId, user.id), eq(members.state, "active")));
  // Groups give and take every role but owner: nobody becomes or stops being one because of a group.
  if (member && wanted && member.role !== wanted && member.role !== "owner") {
    await tx
      .update(members)
      .set({ role: wanted, updatedAt: now })
      .where(and(eq(members.organizationId, organizationId), eq(members.id, member.id)));
    const change = {
      before: { role: member.role },
      after: { role: wanted },
      reason: "groups of the identity provider",
    };
    const target = { type: "member", id: member.id, name: user.name };
    await recordAudit(tx, house, { action: "member.role_changed", target, ...change });
  }
  await leaveOrganization(tx);
  return member !== undefined;
}

/** The highest role that any of the groups gives; null where no group is mapped. */
export function roleOf(
  groupRoles: Record<string, Exclude<Role, "owner">>,
  groups: string[] | null,
): Exclude<Role, "owner"> | null {
  if (groups === null) return null;
  const given = groups.flatMap((group) => (Object.hasOwn(groupRoles, group) ? [groupRoles[group]] : []));
  return (["admin", "developer", "auditor"] as const).find((role) => given.includes(role)) ?? null;
}
