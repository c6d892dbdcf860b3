import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { eq, sql } from "drizzle-orm";
import { type Database, openDatabase } from "@/db/client";
import { organizations } from "@/db/schema/people";
import { type Context, enterOrganization } from "@/db/tenancy";
import { checkpointPublicKeys, type SignedCheckpoint } from "@/lib/audit/checkpoint";
import { readCheckpoint, verifyAuditExport } from "@/lib/audit/verify-audit-export";
import { type TrailReport, verifyAuditTrail } from "@/lib/audit/verify-audit-trail";
import type { SystemActor } from "@/lib/core/actor";
import { systemClock } from "@/lib/core/clock";
import { conflict, notFound } from "@/lib/core/errors";
import { type Id, idSchema } from "@/lib/core/ids";
import { Vault } from "@/lib/core/vault";
import type { Environment } from "@/lib/infra/environment";
import type { AdminCommand, AdminContext, AdminResult } from "@/scripts/admin-runner/command";
import { StartError } from "@/scripts/start/start-error";

export const command: AdminCommand = {
  name: "audit-verify",
  summary: "Check the audit trail in the database, or an export of it, and name the first row that is broken.",
  usage:
    "audit-verify [--organization acme] [--checkpoints kept.jsonl] | --file export.jsonl [--public-key BASE64] [--json]",
  async run(args, context) {
    const { values } = parseArgs({
      args,
      options: {
        organization: { type: "string" },
        checkpoints: { type: "string" },
        file: { type: "string" },
        "public-key": { type: "string", multiple: true },
      },
      strict: true,
    });
    const trusted = values["public-key"];
    return values.file === undefined
      ? verifyDatabase(context, values.organization, values.checkpoints)
      : verifyFile(values.file, trusted ?? checkpointPublicKeys(vaultOf(context.environment)));
  },
};

function vaultOf(environment: Environment): Vault {
  return new Vault(environment.masterSecrets);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, "utf8");
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new StartError(`There is no file ${path}.`);
    throw error;
  }
}

async function verifyFile(path: string, trusted: readonly string[]): Promise<AdminResult> {
  const report = await verifyAuditExport(() => linesOf(path), trusted);
  if (report.fault) throw conflict(`${path}: ${report.fault.message}`);
  const rest = report.complete ? "" : " It was exported with filters, so rows are left out.";
  const signed =
    report.signedUpTo === 0
      ? "No checkpoint vouches for it yet."
      : `Signed checkpoints vouch for rows up to ${report.signedUpTo}.`;
  return { json: report, text: `${path}: ${report.events} rows are as they were recorded. ${signed}${rest}` };
}

type Trail = TrailReport & { organization: string };

async function verifyDatabase(
  context: AdminContext,
  wanted: string | undefined,
  checkpoints: string | undefined,
): Promise<AdminResult> {
  const kept: SignedCheckpoint[] = [];
  if (checkpoints !== undefined) {
    for await (const line of linesOf(checkpoints)) if (line.trim() !== "") kept.push(readCheckpoint(JSON.parse(line)));
  }
  const { appUrl } = await context.database();
  const db = openDatabase({ url: appUrl, name: "latchkey-admin", max: 2 });
  try {
    const all = await listOrganizations(db);
    const chosen = all.filter(({ id, slug }) => wanted === undefined || wanted === slug || wanted === id);
    if (wanted !== undefined && chosen.length === 0) throw notFound("organization");
    const trails: Trail[] = [];
    for (const { id, slug } of chosen) {
      trails.push({ organization: slug, ...(await verifyAuditTrail(contextOf(db, context.environment, id), kept)) });
    }
    const broken = trails.filter((trail) => trail.fault);
    if (broken.length > 0) {
      throw conflict(broken.map((trail) => `${trail.organization}: ${trail.fault?.message}`).join("\n"));
    }
    const words = trails.map(
      (trail) =>
        `${trail.organization}: ${trail.events} rows and ${trail.checkpoints} checkpoints are as they were recorded.`,
    );
    return { json: { organizations: trails }, text: words.join("\n") || "There is no organization yet." };
  } finally {
    await db.close();
  }
}

function contextOf(db: Database, environment: Environment, organizationId: Id<"organization">): Context<SystemActor> {
  return {
    actor: { type: "system", organizationId, process: "audit-verify" },
    db,
    clock: systemClock,
    vault: vaultOf(environment),
    request: { requestId: "admin-audit-verify", ip: null, userAgent: null },
  };
}

async function listOrganizations(db: Database): Promise<{ id: Id<"organization">; slug: string }[]> {
  const ids = await db.drizzle.execute<{ id: string }>(sql`select organization_ids() as id`);
  const found: { id: Id<"organization">; slug: string }[] = [];
  for (const row of ids.rows) {
    const id = idSchema("organization").parse(row.id);
    const [organization] = await db.drizzle.transaction(async (tx) => {
      await enterOrganization(tx, id);
      return tx.select({ slug: organizations.slug }).from(organizations).where(eq(organizations.id, id));
    });
    if (organization) found.push({ id, slug: organization.slug });
  }
  return found;
}
