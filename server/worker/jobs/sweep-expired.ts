import { and, eq, isNotNull, lt, or } from "drizzle-orm";
import { knownDevices, providerStates, signIns, signUps, webauthnChallenges } from "@/db/schema/identity";
import { idempotencyKeys } from "@/db/schema/keys";
import { sessions, throttles, userTokens } from "@/db/schema/people";
import { gatewayNodes, usageBatches } from "@/db/schema/usage";
import { withOrganization } from "@/db/tenancy";
import { type JobHandler, visitOrganizations } from "../job-context";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long what has ended is still kept: for replays, for a person's sign-in history, for a look back. */
const KEPT = {
  idempotencyKey: DAY,
  userToken: 7 * DAY,
  session: 90 * DAY,
  // As long as the cookie that a browser is known by.
  knownDevice: 400 * DAY,
  signIn: 400 * DAY,
  gatewayNode: DAY,
  usageBatch: 7 * DAY,
};

/** Takes away what has expired. Each statement finds nothing when it runs again. */
export const handle: JobHandler<"sweep_expired"> = async (_payload, run) => {
  const now = run.clock.now();
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  const { drizzle } = run.db;
  await drizzle.delete(throttles).where(lt(throttles.expiresAt, now));
  await drizzle.delete(userTokens).where(lt(userTokens.expiresAt, ago(KEPT.userToken)));
  await drizzle
    .delete(sessions)
    .where(
      or(
        lt(sessions.expiresAt, ago(KEPT.session)),
        and(isNotNull(sessions.endedAt), lt(sessions.endedAt, ago(KEPT.session))),
      ),
    );
  await drizzle.delete(webauthnChallenges).where(lt(webauthnChallenges.expiresAt, now));
  await drizzle.delete(providerStates).where(lt(providerStates.expiresAt, now));
  await drizzle.delete(signUps).where(lt(signUps.expiresAt, now));
  await drizzle.delete(knownDevices).where(lt(knownDevices.lastSeenAt, ago(KEPT.knownDevice)));
  await drizzle.delete(signIns).where(lt(signIns.at, ago(KEPT.signIn)));
  await drizzle.delete(gatewayNodes).where(lt(gatewayNodes.lastSeenAt, ago(KEPT.gatewayNode)));
  await drizzle.delete(usageBatches).where(lt(usageBatches.writtenAt, ago(KEPT.usageBatch)));
  await visitOrganizations(run, async (ctx) => {
    const { organizationId } = ctx.actor;
    await withOrganization(ctx, (tx) =>
      tx
        .delete(idempotencyKeys)
        .where(
          and(
            eq(idempotencyKeys.organizationId, organizationId),
            lt(idempotencyKeys.createdAt, ago(KEPT.idempotencyKey)),
          ),
        ),
    );
  });
};
