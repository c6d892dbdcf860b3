import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { requireAccount } from "@/app/_server/viewer";
import { CalendarFeed } from "@/components/lifecycle/calendar-feed";
import { CALENDAR_PATH } from "@/components/lifecycle/lifecycle-paths";
import { paths } from "@/components/shell/paths";
import { readCalendarFeed } from "@/lib/lifecycle/calendar-feed";

export const metadata: Metadata = { title: "Calendar" };

export default async function CalendarPage() {
  const ctx = await requireAccount(paths.account.calendar());
  return (
    <Hydrate answers={[{ path: CALENDAR_PATH, init: {}, data: await readCalendarFeed(ctx) }]}>
      <CalendarFeed />
    </Hydrate>
  );
}
