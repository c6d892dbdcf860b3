import { parseArgs } from "node:util";
import { eq, sql } from "drizzle-orm";
import { type Database, openDatabase, type Transaction } from "@/db/client";
import { installation, organizations, users } from "@/db/schema/people";
import { type AnonymousContext, type Context, enterOrganization } from "@/db/tenancy";
import { systemClock } from "@/lib/core/clock";
import { conflict, invalidInput } from "@/lib/core/errors";
import { type Id, idSchema, newId } from "@/lib/core/ids";
import { emailSchema, nameSchema } from "@/lib/core/text";
import { Vault } from "@/lib/core/vault";
import { makeUserToken } from "@/lib/identity/user-tokens";
import { insertOrganization } from "@/lib/organizations/create-organization";
import { createProject } from "@/lib/projects/create-project";
import { replaceScopes } from "@/lib/projects/replace-scopes";
import { createServiceToken } from "@/lib/service-tokens/create-service-token";
import type { AdminCommand } from "@/scripts/admin-runner/command";
import { StartError } from "@/scripts/start/start-error";

const WEEK = 7 * 86_400_000;
const BOOTSTRAP_LOCK = 7_265_482_311;

export type Bootstrapped = {
  organization: { id: string; slug: string };
  owner: { id: string; email: string; setPasswordUrl: string };
  project: { id: string; slug: string };
  environments: { id: string; slug: string }[];
  serviceToken: { id: string; token: string };
};

export const command: AdminCommand = {
  name: "bootstrap",
  summary: "Make an organization with an owner, a project and a service token, for CI, scripts and tests.",
  usage: 'bootstrap --organization Acme --email owner@acme.test [--name "Ada Owner"] [--json]',
  async run(args, { environment, database }) {
    const { values } = parseArgs({
      args,
      options: { organization: { type: "string" }, email: { type: "string" }, name: { type: "string" } },
      strict: true,
    });
    const organization = readOption("--organization", nameSchema(100), values.organization);
    const email = readOption("--email", emailSchema, values.email);
    const name = readOption("--name", nameSchema(100), values.name ?? email.split("@")[0]);
    const { appUrl } = await database();
    const db = openDatabase({ url: appUrl, name: "latchkey-admin", max: 2 });
    try {
      const made = await bootstrap(
        { db, vault: new Vault(environment.masterSecrets), appUrl: environment.appUrl },
        { organization, email, name },
      );
      return { json: made, text: inWords(made, organization) };
    } finally {
      await db.close();
    }
  },
};

/**
 * Makes everything in one transaction, or nothing. @throws conflict when an organization of this name is there.
 * An owner who has an account already keeps it.
 */
export async function bootstrap(
  house: { db: Database; vault: Vault; appUrl: string },
  input: { organization: string; email: string; name: string },
): Promise<Bootstrapped> {
  const { db, vault, appUrl } = house;
  return db.drizzle.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`);
    await refuseSecond(tx, input.organization);
    const base = { db: insideOf(db, tx), clock: systemClock, vault };
    const request = { requestId: "admin-bootstrap", ip: null, userAgent: null };
    const anonymous: AnonymousContext = { ...base, actor: null, request };
    const now = systemClock.now();
    const userId = await ensureUser(tx, input, now);
    const organization = await insertOrganization(tx, anonymous, {
      name: input.organization,
      owner: { userId },
    });
    const actor = { type: "system" as const, organizationId: organization.id, process: "bootstrap" };
    const ctx: Context = { ...base, actor, request };
    const project = await createProject(ctx, { name: "API", slug: "api" });
    await replaceScopes(ctx, project.id, {
      scopes: [
        { name: "items:read", description: "Read items", category: "Items", endpoints: ["GET /items/**"] },
        {
          name: "items:write",
          description: "Create, change and remove items",
          category: "Items",
          endpoints: ["POST /items/**", "PUT /items/**", "PATCH /items/**", "DELETE /items/**"],
        },
      ],
    });
    const { serviceToken, token } = await createServiceToken(ctx, { name: "bootstrap", permissions: ["*"] });
    const setPassword = await makeUserToken(tx, ctx, { userId, purpose: "set_password", lifetime: WEEK });
    await tx
      .update(installation)
      .set({ setUpAt: sql`coalesce(${installation.setUpAt}, ${now.toISOString()}::timestamptz)` });
    return {
      organization: { id: organization.id, slug: organization.slug },
      // The token is in the fragment: no server, log or Referer ever sees it.
      owner: { id: userId, email: input.email, setPasswordUrl: `${appUrl}/set-password#token=${setPassword.token}` },
      project: { id: project.id, slug: project.slug },
      environments: project.environments.map(({ id, slug }) => ({ id, slug })),
      serviceToken: { id: serviceToken.id, token },
    };
  });
}

/** The verbs open transactions of their own: here they become parts (savepoints) of the one that is open. */
function insideOf(db: Database, tx: Transaction): Database {
  const drizzle: Database["drizzle"] = Object.create(db.drizzle, {
    transaction: { value: (work: (inner: Transaction) => Promise<unknown>) => tx.transaction(work) },
  });
  return { pool: db.pool, drizzle, close: db.close };
}

async function refuseSecond(tx: Transaction, name: string): Promise<void> {
  const ids = await tx.execute<{ id: string }>(sql`select organization_ids() as id`);
  for (const row of ids.rows) {
    const id = idSchema("organization").parse(row.id);
    await enterOrganization(tx, id);
    const [found] = await tx
      .select({ slug: organizations.slug, name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, id));
    if (found?.name.toLowerCase() === name.toLowerCase()) {
      throw conflict(`There is an organization named ${found.name} already (${found.slug}). Nothing was changed.`);
    }
  }
}

async function ensureUser(
  tx: Transaction,
  { email, name }: { email: string; name: string },
  now: Date,
): Promise<Id<"user">> {
  const [known] = await tx
    .select({ id: users.id, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, email));
  if (known?.disabledAt) throw conflict("The account of this address is disabled. Nothing was changed.");
  if (known) return known.id;
  const id = newId("user", now.getTime());
  await tx.insert(users).values({ id, email, emailVerifiedAt: now, name, createdAt: now, updatedAt: now });
  return id;
}

function readOption<T>(option: string, schema: { safeParse(value: unknown): Parsed<T> }, value: unknown): T {
  if (value === undefined) throw new StartError(`${option} is missing.`);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalidInput(option, `${option} ${parsed.error.issues[0]?.message ?? "is not valid"}.`);
}
type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };

function inWords(made: Bootstrapped, name: string): string {
  return [
    `Made the organization ${name} (${made.organization.slug}) with the project ${made.project.slug}.`,
    "",
    `  Owner          ${made.owner.email}`,
    `  Set password   ${made.owner.setPasswordUrl}`,
    "                 (works once, for 7 days)",
    `  Service token  ${made.serviceToken.token}`,
    "                 (full rights; shown only now)",
  ].join("\n");
}
