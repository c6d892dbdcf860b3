"use client";

import { ArrowLeftRight, Ban, CirclePause, CirclePlay, History, Pencil, Plus, RotateCw, Search } from "lucide-react";
import type { ReactNode } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonText } from "@/components/ui/skeleton";
import { Timeline, type TimelineItem } from "@/components/ui/timeline";
import { actionWords } from "./action-words";
import { changesInWords } from "./change-words";

type TimelineEvent = components["schemas"]["TimelineEvent"];

const LOOKS: Readonly<Record<string, { icon: ReactNode; tone?: NonNullable<TimelineItem["tone"]> }>> = {
  "key.created": { icon: <Plus />, tone: "success" },
  "key.updated": { icon: <Pencil /> },
  "key.rotated": { icon: <RotateCw />, tone: "info" },
  "key.disabled": { icon: <CirclePause />, tone: "warning" },
  "key.enabled": { icon: <CirclePlay />, tone: "success" },
  "key.revoked": { icon: <Ban />, tone: "danger" },
  "key.transferred": { icon: <ArrowLeftRight /> },
  "key.identified": { icon: <Search /> },
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function Value({ text }: { text: string }) {
  return INSTANT.test(text) ? <DateTime value={text} format="datetime" /> : <bdi>{text}</bdi>;
}

function Described({ event }: { event: TimelineEvent }) {
  const changes = changesInWords(event.before, event.after);
  const from = [event.ip, event.userAgent].filter(Boolean).join(", ");
  return (
    <div className="flex flex-col gap-1">
      {event.reason && <bdi className="block">“{event.reason}”</bdi>}
      {changes.length > 0 && (
        <ul className="flex flex-col gap-0.5">
          {changes.map(({ name, before, after }) => (
            <li key={name} className="[overflow-wrap:anywhere]">
              {name}:{" "}
              {before !== null && (
                <>
                  <del className="text-subtle">
                    <Value text={before} />
                  </del>{" "}
                </>
              )}
              <Value text={after} />
            </li>
          ))}
        </ul>
      )}
      {from !== "" && <span className="text-subtle text-xs [overflow-wrap:anywhere]">{from}</span>}
    </div>
  );
}

/** What happened to the key and who did it, newest first. */
export function KeyTimeline({ organization, keyId }: { organization: string; keyId: string }) {
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/keys/{key}/audit",
    { params: { path: { organization, key: keyId }, query: { limit: 50 } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  if (query.isPending) return <SkeletonText lines={6} />;
  if (query.error && !query.data) {
    return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  }
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (events.length === 0) return <EmptyState compact icon={<History />} title="Nothing is recorded yet" />;
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <Timeline
        label="Timeline of the key"
        items={events.map((event) => ({
          id: event.id,
          title: actionWords(event.action),
          at: event.at,
          actor: <bdi>{event.actorName ?? "Latchkey"}</bdi>,
          description: <Described event={event} />,
          ...LOOKS[event.action],
        }))}
      />
      {query.hasNextPage && (
        <div>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </div>
  );
}
