"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CalendarPlus, CalendarX, RefreshCw } from "lucide-react";
import { useState } from "react";
import { $api, latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { CALENDAR_PATH } from "./lifecycle-paths";

/** The person's calendar of expiries: its address is shown once, can be renewed, and can be ended. */
export function CalendarFeed() {
  const queryClient = useQueryClient();
  const feed = $api.useQuery("get", CALENDAR_PATH, {});
  const [address, setAddress] = useState<string | null>(null);
  const [asking, setAsking] = useState<"renew" | "end" | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: ["get", CALENDAR_PATH] });
  const renew = async () => {
    const { data } = await latchkey.POST("/account/calendar-feed");
    if (data) setAddress(data.url);
    await again();
  };
  const { data } = feed;
  if (data === undefined) {
    if (feed.error) return <ErrorState error={feed.error} onRetry={() => void feed.refetch()} />;
    return <Skeleton className="h-40" />;
  }
  return (
    <>
      <PageHeader
        title="Calendar"
        description="The days on which your keys and your teams' keys expire, in the calendar program you use. It holds names and dates, never a secret."
      />
      <div className="flex max-w-2xl flex-col gap-4">
        {address !== null && (
          <Alert tone="success" title="Your calendar's address" live="polite">
            <p>Subscribe to it in your calendar. Whoever has it sees these dates; it is shown this once.</p>
            <CodeBlock label="Calendar address" code={address} wrap />
          </Alert>
        )}
        {data.enabled ? (
          <>
            <p className="text-sm">
              Created <DateTime value={data.createdAt} />, last read <DateTime value={data.lastReadAt} empty="never" />.
            </p>
            <div className="flex flex-wrap gap-2">
              <Button icon={<RefreshCw />} onClick={() => setAsking("renew")}>
                Renew the address
              </Button>
              <Button variant="danger" icon={<CalendarX />} onClick={() => setAsking("end")}>
                End the feed
              </Button>
            </div>
          </>
        ) : (
          <div>
            <Button
              variant="primary"
              icon={<CalendarPlus />}
              onClick={() => {
                renew().catch((problem: unknown) => toast.error("The feed could not be created.", { problem }));
              }}
            >
              Create a calendar feed
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        open={asking === "renew"}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Renew the address?"
        description="Calendars that use the old address see nothing from then on."
        confirmLabel="Renew"
        onConfirm={renew}
      />
      <ConfirmDialog
        open={asking === "end"}
        onOpenChange={(open) => !open && setAsking(null)}
        title="End the feed?"
        description="Its address leads nowhere from then on. You can create another."
        confirmLabel="End feed"
        danger
        onConfirm={async () => {
          await latchkey.DELETE("/account/calendar-feed");
          setAddress(null);
          await again();
        }}
      />
    </>
  );
}
