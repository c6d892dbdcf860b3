import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { calendarFeeds } from "@/db/schema/lifecycle";
import { users } from "@/db/schema/people";
import { type AccountContext, type AnonymousContext, withOrganization, withUser } from "@/db/tenancy";
import { LatchkeyError, notFound } from "@/lib/core/errors";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { membershipsOf } from "@/lib/identity/queries";
import { DAY } from "@/lib/rotation/local-time";
import { type CalendarEvent, calendarText } from "./calendar-text";
import type { calendarFeedSchema, newCalendarFeedSchema } from "./schema";

const PURPOSE = "calendar";
const TOKEN = /^([A-Za-z0-9_-]{43})\.ics$/;
const MOST_EVENTS = 2000;
/** Dates that have passed stay in the calendar for a while. */
const KEPT = 30 * DAY;

type Feed = z.output<typeof calendarFeedSchema>;

/** Halves of sessions and feeds do not go together: a feed outlives its session. */
function requireWhole(ctx: AccountContext): void {
  if (ctx.actor.half) throw new LatchkeyError("mfa_required", "Prove a factor first.");
}

function present(row: typeof calendarFeeds.$inferSelect | undefined): Feed {
  return {
    enabled: row !== undefined,
    createdAt: row?.createdAt.toISOString() ?? null,
    lastReadAt: row?.lastReadAt?.toISOString() ?? null,
  };
}

/** Whether the person has a feed; never its address. */
export async function readCalendarFeed(ctx: AccountContext): Promise<Feed> {
  requireWhole(ctx);
  const [row] = await ctx.db.drizzle.select().from(calendarFeeds).where(eq(calendarFeeds.userId, ctx.actor.userId));
  return present(row);
}

/** Makes the person's feed, or gives it another address; the old one answers 404 from then on. */
export async function renewCalendarFeed(ctx: AccountContext): Promise<z.output<typeof newCalendarFeedSchema>> {
  requireWhole(ctx);
  const token = randomBytes(32).toString("base64url");
  const values = { tokenHash: ctx.vault.hashToken(PURPOSE, token), createdAt: ctx.clock.now(), lastReadAt: null };
  const [row] = await ctx.db.drizzle
    .insert(calendarFeeds)
    .values({ userId: ctx.actor.userId, ...values })
    .onConflictDoUpdate({ target: calendarFeeds.userId, set: values })
    .returning();
  return { ...present(row), url: pageUrl(`/api/v1/calendar/${token}.ics`) };
}

/** Ends the person's feed. */
export async function endCalendarFeed(ctx: AccountContext): Promise<void> {
  requireWhole(ctx);
  await ctx.db.drizzle.delete(calendarFeeds).where(eq(calendarFeeds.userId, ctx.actor.userId));
}

/**
 * The calendar behind a secret address: when the keys end that the person owns, alone or in a team, or is the fallback owner
 * of, in all their organizations. No secret and no hash is in it. @throws not_found, also for a person who is gone.
 */
export async function readCalendar(ctx: AnonymousContext, file: string): Promise<string> {
  const token = TOKEN.exec(file)?.[1];
  if (token === undefined) throw notFound("calendar");
  const userId = await readerOf(ctx, token);
  if (userId === null) throw notFound("calendar");
  const now = ctx.clock.now();
  const memberships = await withUser(ctx.db, userId, (tx) => membershipsOf(tx, userId));
  const events: CalendarEvent[] = [];
  for (const membership of memberships) {
    const { organizationId } = membership;
    const rows = await withOrganization({ db: ctx.db, actor: { organizationId } }, async (tx) => {
      const found = await tx.execute<{
        id: string;
        name: string;
        project: string;
        environment: string;
        expiresAt: string;
      }>(sql`
        select k.id, k.name, p.name as project, e.name as environment, k.expires_at as "expiresAt" from keys k
        join environments e on e.organization_id = k.organization_id and e.id = k.environment_id
        join projects p on p.organization_id = k.organization_id and p.id = k.project_id
        left join key_lifecycle l on l.organization_id = k.organization_id and l.key_id = k.id
        where k.organization_id = ${organizationId} and k.state in ('active', 'disabled')
          and k.expires_at > ${new Date(now.getTime() - KEPT).toISOString()}::timestamptz
          and (k.owner_user_id = ${userId} or l.fallback_user_id = ${userId} or k.owner_team_id in (
            select t.team_id from team_members t where t.organization_id = ${organizationId}
              and t.member_id = ${membership.memberId}))
        order by k.expires_at, k.id limit ${MOST_EVENTS}`);
      return found.rows;
    });
    for (const row of rows) {
      const url = pageUrl(`/${membership.organization}/keys/${row.id}`);
      const at = new Date(row.expiresAt);
      events.push({
        uid: `${row.id}-${at.getTime()}@latchkey`,
        at,
        summary: `Key expires: ${row.name} (${row.environment})`,
        description: `${membership.name}, ${row.project}, ${row.environment}.\nRotate or extend it before: ${url}`,
        url,
      });
    }
  }
  events.sort((a, b) => a.at.getTime() - b.at.getTime());
  return calendarText("Latchkey: key expiries", events.slice(0, MOST_EVENTS), now);
}

async function readerOf(ctx: AnonymousContext, token: string): Promise<Id<"user"> | null> {
  for (const version of ctx.vault.versions) {
    const [row] = await ctx.db.drizzle
      .update(calendarFeeds)
      .set({ lastReadAt: ctx.clock.now() })
      .where(eq(calendarFeeds.tokenHash, ctx.vault.hashToken(PURPOSE, token, version)))
      .returning({ userId: calendarFeeds.userId });
    if (!row) continue;
    const [user] = await ctx.db.drizzle
      .select({ disabledAt: users.disabledAt })
      .from(users)
      .where(eq(users.id, row.userId));
    return user && user.disabledAt === null ? row.userId : null;
  }
  return null;
}
