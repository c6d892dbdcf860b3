import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { endCalendarFeed, readCalendar, readCalendarFeed, renewCalendarFeed } from "@/lib/lifecycle/calendar-feed";
import { calendarFeedSchema, newCalendarFeedSchema } from "@/lib/lifecycle/schema";
import type { ApiEnvironment } from "../context";
import { accountEndpoint, publicEndpoint } from "../endpoint";
import { named } from "../named";

const FEED = "/account/calendar-feed";
const tag = "Account";

/** A calendar of the days on which a person's keys end. */
export function registerCalendar(api: OpenAPIHono<ApiEnvironment>): void {
  accountEndpoint(api, {
    method: "get",
    path: FEED,
    tag,
    summary: "Read whether you have a calendar feed",
    answers: { 200: { description: "Never its address.", schema: named("CalendarFeed", calendarFeedSchema) } },
    handle: async ({ ctx }) => ({ status: 200, body: await readCalendarFeed(ctx) }),
  });
  accountEndpoint(api, {
    method: "post",
    path: FEED,
    tag,
    summary: "Make your calendar feed, or renew its address",
    answers: {
      201: { description: "The address, answered this once.", schema: named("NewCalendarFeed", newCalendarFeedSchema) },
    },
    handle: async ({ ctx }) => ({ status: 201, body: await renewCalendarFeed(ctx) }),
  });
  accountEndpoint(api, {
    method: "delete",
    path: FEED,
    tag,
    summary: "End your calendar feed",
    answers: { 204: { description: "Its address answers 404.", schema: null } },
    handle: async ({ ctx }) => {
      await endCalendarFeed(ctx);
      return { status: 204 };
    },
  });
  publicEndpoint(api, {
    method: "get",
    path: "/calendar/{file}",
    tag,
    summary: "Read a calendar feed",
    description: "For calendar programs: the address is the right to it. `{file}` is a secret and `.ics`.",
    answers: { 200: { description: "RFC 5545.", schema: z.string(), contentType: "text/calendar" } },
    handle: async ({ ctx, params }) => {
      const text = await readCalendar(ctx, params.file ?? "");
      return new Response(text, {
        headers: {
          "content-type": "text/calendar; charset=utf-8",
          "content-disposition": 'inline; filename="latchkey.ics"',
          "cache-control": "private, no-store",
          "referrer-policy": "no-referrer",
        },
      });
    },
  });
}
