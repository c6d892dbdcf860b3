import type { Transaction } from "@/db/client";
import { type FieldError, invalidInput } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import { effectivePolicy } from "@/lib/policies/schema";
import { AddressList, parseAddress } from "@/lib/verification/address";
import { tooWide } from "./claim-pattern";
import { findOrganizationSlug, findScopeNames, type TargetEnvironment } from "./queries";

type Draft = {
  issuer: string;
  audience: string;
  subject: string;
  claims: Readonly<Record<string, string>>;
  scopes: readonly string[];
  addresses: readonly string[];
};

/** Audiences that begin so belong to the organization they name; nobody else can take them. */
export const AUDIENCE_NAMESPACE = "latchkey:";

/** What a rule must be beyond its form. @throws invalid_input naming every field that is not. */
export async function checkTrustRule(
  tx: Transaction,
  organizationId: Id<"organization">,
  target: TargetEnvironment,
  draft: Draft,
): Promise<void> {
  const fields: FieldError[] = [];
  const width = tooWide(draft);
  if (width) fields.push({ path: "subject", message: width });
  const slug = await findOrganizationSlug(tx, organizationId);
  if (draft.audience.startsWith(AUDIENCE_NAMESPACE)) {
    const owner = draft.audience.slice(AUDIENCE_NAMESPACE.length).split(":")[0];
    if (owner !== organizationId && owner !== slug) {
      fields.push({ path: "audience", message: `must begin with ${AUDIENCE_NAMESPACE}${slug} or be of another form` });
    }
  }
  for (const [index, address] of draft.addresses.entries()) {
    if (!isRange(address)) fields.push({ path: `addresses.${index}`, message: "must be an address or a CIDR range" });
  }
  fields.push(...(await scopeFaults(tx, organizationId, target, draft.scopes)));
  if (fields.length > 0) throw invalidInput(fields);
}

async function scopeFaults(
  tx: Transaction,
  organizationId: Id<"organization">,
  target: TargetEnvironment,
  wanted: readonly string[],
): Promise<FieldError[]> {
  const catalogue = await findScopeNames(tx, organizationId, target.projectId);
  const policy = effectivePolicy(target.policy, target.sensitivity);
  return wanted.flatMap((scope, index) => {
    const path = `scopes.${index}`;
    if (isWildcardScope(scope)) {
      if (!policy.allowWildcards)
        return [{ path, message: "may not have *: the environment's policy does not allow it" }];
    } else if (!catalogue.has(scope)) return [{ path, message: "is not in the project's scope catalogue" }];
    if (policy.allowedScopes !== null && !policy.allowedScopes.some((allowed) => scopeCovers(allowed, scope))) {
      return [{ path, message: "is not allowed by the environment's policy" }];
    }
    return [];
  });
}

/** A range is well formed when it holds its own base address. */
function isRange(text: string): boolean {
  const base = text.split("/")[0] ?? "";
  return parseAddress(base) !== null && new AddressList([text]).allows(base);
}
