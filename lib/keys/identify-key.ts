import { type Context, withOrganization } from "@/db/tenancy";
import { recordAudit } from "@/lib/audit/record-audit";
import { notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { parseKeySecret } from "@/lib/core/key-format";
import { parseInput } from "@/lib/core/parse-input";
import { requirePermission } from "@/lib/core/permissions";
import { sha256 } from "@/lib/core/vault";
import { findKey } from "./find-key";
import { canReadKeys } from "./policy";
import { iso, presentKey } from "./present";
import { type EnvironmentRow, environmentRows, versionByHash } from "./queries";
import { identifyKeySchema, type PresentedKey } from "./schema";

export type IdentifiedKey = {
  key: PresentedKey;
  version: { id: string; number: number; endsAt: string | null; live: boolean };
};

/**
 * Whose a pasted secret is. It is hashed and looked up like the gateway does, and kept nowhere. Finding one is audited.
 * @throws invalid_input, forbidden, not_found (no key of this organization that the actor may read).
 */
export async function identifyKey(ctx: Context, body: unknown): Promise<IdentifiedKey> {
  requirePermission(ctx.actor, "keys:read");
  const { secret } = parseInput(identifyKeySchema, body);
  return withOrganization(ctx, async (tx) => {
    const { organizationId } = ctx.actor;
    const readable = (await environmentRows(tx, organizationId)).filter((row) => canReadKeys(ctx.actor, row));
    const version = await versionByHash(tx, organizationId, candidatesFor(ctx, readable, secret));
    if (!version) throw notFound("key");
    const { row, environment } = await findKey(tx, ctx, version.keyId);
    const now = ctx.clock.now();
    await recordAudit(tx, ctx, {
      action: "key.identified",
      target: { type: "key", id: row.key.id, name: row.key.name },
      after: { versionId: version.id, versionNumber: version.number },
    });
    const live = row.key.state === "active" && (version.endsAt === null || version.endsAt > now);
    return {
      key: presentKey(row, environment, now),
      version: { id: version.id, number: version.number, endsAt: iso(version.endsAt), live },
    };
  });
}

/** Every hash under which the secret may be stored in these environments. */
function candidatesFor(ctx: Context, environments: readonly EnvironmentRow[], secret: string) {
  const parts = parseKeySecret(secret);
  const plain = sha256(secret);
  const candidates: { environmentId: Id<"environment">; hash: Buffer; kind: "pepper" | "sha256" }[] = [];
  for (const environment of environments) {
    candidates.push({ environmentId: environment.id, hash: plain, kind: "sha256" });
    const isOurs = parts === null || (environment.keyPrefix === parts.prefix && environment.tag === parts.tag);
    if (!isOurs) continue;
    for (const version of ctx.vault.versions) {
      const hash = ctx.vault.hashKeySecret(environment.id, secret, version);
      candidates.push({ environmentId: environment.id, hash, kind: "pepper" });
    }
  }
  return candidates;
}
