"use client";

import { useQueryClient } from "@tanstack/react-query";
import { History, MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { signOut } from "@/components/session/sign-out";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { CountryName } from "./country-name";
import { SIGN_INS_INIT } from "./sign-in-query";
import { FACTOR_WORDS, METHOD_WORDS, OUTCOME_WORDS, wordFor } from "./sign-in-words";

type Session = components["schemas"]["Session"];
type SignIn = components["schemas"]["SignIn"];

const SESSION_COLUMNS: readonly Column<Session>[] = [
  {
    id: "device",
    header: "Device",
    cell: (session) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="truncate">
          {session.browser}, {session.device}
        </span>
        {session.current && <Badge tone="success">This one</Badge>}
      </span>
    ),
  },
  {
    id: "place",
    header: "Place",
    cell: (session) => (
      <span className="flex min-w-0 flex-col">
        <span>
          <CountryName code={session.country} />
        </span>
        <span className="truncate font-mono text-muted text-xs">{session.ip}</span>
      </span>
    ),
  },
  {
    id: "method",
    header: "Signed in with",
    hideBelow: "lg",
    cell: (session) => (
      <span className="flex flex-col">
        <span>{wordFor(METHOD_WORDS, session.method)}</span>
        <span className="text-muted text-xs">{wordFor(FACTOR_WORDS, session.factor ?? "none")}</span>
      </span>
    ),
  },
  { id: "created", header: "Created", hideBelow: "lg", cell: (session) => <DateTime value={session.createdAt} /> },
  { id: "seen", header: "Last seen", cell: (session) => <DateTime value={session.lastSeenAt} /> },
  {
    id: "ends",
    header: "Ends at the latest",
    hideBelow: "xl",
    cell: (session) => <DateTime value={session.expiresAt} />,
  },
];

const SIGN_IN_COLUMNS: readonly Column<SignIn>[] = [
  {
    id: "outcome",
    header: "Outcome",
    cell: (event) => (
      <Badge tone={event.outcome === "signed_in" ? "success" : "danger"}>{wordFor(OUTCOME_WORDS, event.outcome)}</Badge>
    ),
  },
  { id: "at", header: "When", cell: (event) => <DateTime value={event.at} format="datetime" /> },
  { id: "method", header: "With", cell: (event) => wordFor(METHOD_WORDS, event.method) },
  {
    id: "device",
    header: "Device",
    cell: (event) => (
      <span className="truncate">
        {event.browser}, {event.device}
      </span>
    ),
  },
  {
    id: "place",
    header: "Place",
    cell: (event) => (
      <span className="flex min-w-0 flex-col">
        <span>
          <CountryName code={event.country} />
        </span>
        <span className="truncate font-mono text-muted text-xs">{event.ip}</span>
      </span>
    ),
  },
];

/** Where the person is signed in, and where they were or someone tried to be. */
export function Sessions() {
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<Session | "others" | null>(null);
  const sessions = $api.useQuery("get", "/account/sessions", {});
  const signIns = $api.useInfiniteQuery("get", "/account/sign-ins", SIGN_INS_INIT, {
    pageParamName: "cursor",
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const others = (sessions.data?.items ?? []).filter((session) => !session.current);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["get", "/account/sessions"] });

  const end = async () => {
    if (ending === "others") {
      const { data } = await latchkey.POST("/account/sessions/end-others");
      toast.success(data?.ended === 1 ? "1 session has ended." : `${data?.ended ?? 0} sessions have ended.`);
    } else if (ending?.current) {
      await signOut();
    } else if (ending) {
      await latchkey.DELETE("/account/sessions/{session}", { params: { path: { session: ending.id } } });
      toast.success("The session has ended.");
    }
    await refresh();
  };

  return (
    <>
      <PageHeader
        title="Sessions"
        description="Where you are signed in. End what you do not know, then change your password."
        actions={
          <Button disabled={others.length === 0} onClick={() => setEnding("others")}>
            End all others
          </Button>
        }
      />
      <div className="flex flex-col gap-10">
        <DataTable
          label="Sessions"
          columns={SESSION_COLUMNS}
          rows={sessions.data?.items}
          rowId={(session) => session.id}
          rowLabel={(session) => `${session.browser}, ${session.device}`}
          rowActions={(session) => [
            {
              label: session.current ? "Sign out" : "End this session",
              danger: true,
              onSelect: () => setEnding(session),
            },
          ]}
          isLoading={sessions.isPending}
          error={sessions.error}
          onRetry={() => void sessions.refetch()}
          empty={<EmptyState icon={<MonitorSmartphone />} title="No sessions" />}
        />
        <Section title="Sign-in history" description="Sign-ins to your account, and attempts that were refused.">
          <DataTable
            label="Sign-in history"
            density="compact"
            columns={SIGN_IN_COLUMNS}
            rows={signIns.data?.pages.flatMap((page) => page.items)}
            rowId={(event) => event.id}
            isLoading={signIns.isPending}
            error={signIns.error}
            onRetry={() => void signIns.refetch()}
            hasMore={signIns.hasNextPage}
            onLoadMore={() => void signIns.fetchNextPage()}
            isLoadingMore={signIns.isFetchingNextPage}
            empty={
              <EmptyState compact icon={<History />} title="Nothing yet">
                Sign-ins are listed here from now on.
              </EmptyState>
            }
          />
        </Section>
      </div>
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => !open && setEnding(null)}
        title={ending === "others" ? "End all other sessions?" : ending?.current ? "Sign out?" : "End this session?"}
        description={
          ending === "others"
            ? `${others.length === 1 ? "One session ends" : `${others.length} sessions end`} at once. This one stays.`
            : ending
              ? `${ending.browser}, ${ending.device} is signed out at once.`
              : undefined
        }
        confirmLabel={ending === "others" ? "End the others" : ending?.current ? "Sign out" : "End session"}
        danger
        onConfirm={end}
      />
    </>
  );
}
