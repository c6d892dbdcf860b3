import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { identityProviders } from "@/db/schema/identity";
import { type AnonymousContext, enterOrganization } from "@/db/tenancy";
import { type Id, isId } from "@/lib/core/ids";
import type { SignInProvider } from "@/lib/infra/environment";
import type { Provider } from "./oidc-client";

export type FoundProvider = {
  provider: Provider;
  /** The organization whose identity provider it is, with its rules; null for one of the installation. */
  organization: {
    id: Id<"organization">;
    justInTime: boolean;
    defaultRole: "admin" | "developer" | "auditor";
    groupRoles: Record<string, "admin" | "developer" | "auditor">;
  } | null;
};

const organizationId = z
  .custom<Id<"organization">>((value) => typeof value === "string" && isId("organization", value))
  .nullable();

/** A provider by its id: one of the installation, or an enabled one of an organization; null when there is none. */
export async function findProvider(
  ctx: AnonymousContext,
  configured: readonly SignInProvider[],
  id: string,
): Promise<FoundProvider | null> {
  const known = configured.find((provider) => provider.id === id);
  if (known) {
    const kind = known.id === "github" ? "github" : "oidc";
    return { provider: { ...known, kind, groupsClaim: null }, organization: null };
  }
  if (!isId("identityProvider", id)) return null;
  const found = await ctx.db.drizzle.execute(sql`select organization_of_identity_provider(${id}) as id`);
  const owner = organizationId.parse(found.rows[0]?.id ?? null);
  if (owner === null) return null;
  return ctx.db.drizzle.transaction(async (tx) => {
    await enterOrganization(tx, owner);
    const [row] = await tx
      .select()
      .from(identityProviders)
      .where(and(eq(identityProviders.organizationId, owner), eq(identityProviders.id, id)));
    if (!row?.enabled) return null;
    return {
      provider: {
        id: row.id,
        name: row.name,
        kind: "oidc",
        issuer: row.issuer,
        clientId: row.clientId,
        clientSecret: ctx.vault.open(row.clientSecret, `identity_providers/${row.id}`),
        groupsClaim: row.groupsClaim,
      },
      organization: {
        id: owner,
        justInTime: row.justInTime,
        defaultRole: row.defaultRole,
        groupRoles: row.groupRoles,
      },
    };
  });
}

/** The identity provider that an address's verified domain leads to; says nothing about whether there is such an account. */
export async function findProviderOfAddress(ctx: AnonymousContext, email: string): Promise<string | null> {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  const found = await ctx.db.drizzle.execute(sql`select provider_id from identity_provider_of_domain(${domain})`);
  return z
    .string()
    .nullable()
    .parse(found.rows[0]?.provider_id ?? null);
}
