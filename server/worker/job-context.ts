import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Logger } from "pino";
import type { Database } from "@/db/client";
import type { AnonymousContext, Context } from "@/db/tenancy";
import type { RequestInfo, SystemActor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { type Id, idSchema } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";
import type { Environment } from "@/lib/infra/environment";
import type { Mailer } from "@/lib/infra/mailer/mailer";
import type { JobName, JobPayload } from "@/lib/infra/queue/jobs";

/** What every job is given; made once per worker, or once per test file. */
export type WorkerDependencies = {
  db: Database;
  vault: Vault;
  clock: Clock;
  environment: Environment;
  logger: Logger;
  /** Null where mail cannot be sent at all. */
  mailer: Mailer | null;
};

/** `attempt` counts from 1; the last is `maxAttempts`. */
export type JobRun = WorkerDependencies & { attempt: number; maxAttempts: number };

/** What a file of `jobs/` exports as `handle`. It throws to be tried again later. */
export type JobHandler<N extends JobName> = (payload: JobPayload<N>, run: JobRun) => Promise<void>;

function requestOf(): RequestInfo {
  return { requestId: `job-${randomUUID()}`, ip: null, userAgent: null };
}

/** The house acting in one organization. */
export function systemContext(
  { db, vault, clock }: WorkerDependencies,
  organizationId: Id<"organization">,
): Context<SystemActor> {
  const actor: SystemActor = { type: "system", organizationId, process: "worker" };
  return { actor, db, vault, clock, request: requestOf() };
}

/** The house acting for a person, outside of all organizations. */
export function anonymousContext({ db, vault, clock }: WorkerDependencies): AnonymousContext {
  return { actor: null, db, vault, clock, request: requestOf() };
}

/** Visits every organization, one after the other. One that fails does not keep the others waiting. @throws at the end. */
export async function visitOrganizations(
  dependencies: WorkerDependencies,
  visit: (ctx: Context<SystemActor>) => Promise<void>,
): Promise<void> {
  const ids = await dependencies.db.drizzle.execute<{ id: string }>(sql`select organization_ids() as id`);
  const failed: string[] = [];
  for (const row of ids.rows) {
    const organizationId = idSchema("organization").parse(row.id);
    try {
      await visit(systemContext(dependencies, organizationId));
    } catch (error) {
      failed.push(organizationId);
      dependencies.logger.error({ err: error, organizationId }, "a visit to an organization failed");
    }
  }
  if (failed.length > 0) throw new Error(`The visit to ${failed.length} organizations failed.`);
}
