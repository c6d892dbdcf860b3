"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck, Siren } from "lucide-react";
import { useCallback, useState } from "react";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { describeDuration } from "@/components/ui/duration";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { BREAK_GLASS_PATH, BREAK_GLASS_QUERY, SETTINGS_PATH } from "./approval-paths";
import { BreakGlassDialog } from "./break-glass-form";
import { type BreakGlassUse, EmergencyCard, OpenEmergency } from "./break-glass-use";
import { RequestsHeader } from "./requests-header";

type Asked = { what: "end" | "review"; use: BreakGlassUse } | { what: "open" };

/** Emergencies: the open ones with their clocks, those that wait for a review, and what came of the others. */
export function BreakGlassPage({ organization }: { organization: string }) {
  const queryClient = useQueryClient();
  const path = { organization };
  const [asked, setAsked] = useState<Asked | null>(null);
  const settings = $api.useQuery("get", SETTINGS_PATH, { params: { path } }).data;
  const query = $api.useInfiniteQuery(
    "get",
    BREAK_GLASS_PATH,
    { params: { path, query: BREAK_GLASS_QUERY } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      // Someone else may end one meanwhile.
      refetchInterval: ({ state }) =>
        state.data?.pages.some((page) => page.items.some((use) => use.active)) ? 15_000 : false,
    },
  );
  const refresh = useCallback(
    () => queryClient.invalidateQueries({ queryKey: ["get", BREAK_GLASS_PATH] }),
    [queryClient],
  );
  const onOver = useCallback(() => void refresh(), [refresh]);
  const uses = query.data?.pages.flatMap((page) => page.items);
  const refusal = settings?.actions.breakGlass;
  const open = (
    <Button variant="danger" icon={<Siren />} disabled={refusal !== null} onClick={() => setAsked({ what: "open" })}>
      Break the glass
    </Button>
  );
  return (
    <>
      <RequestsHeader
        organization={organization}
        description="Acting without approval in an emergency, in the open: bounded, told to every owner, and reviewed by someone else."
        actions={open}
      />
      {refusal && (
        <Alert
          tone="info"
          className="mb-4"
          {...(settings?.actions.manage === null
            ? {
                actions: (
                  <ButtonLink size="sm" href={paths.approvalSettings(organization)}>
                    Name people for emergencies
                  </ButtonLink>
                ),
              }
            : {})}
        >
          {refusal}
        </Alert>
      )}
      {query.isPending && <Skeleton className="h-40" />}
      {query.error && !uses && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {uses?.length === 0 && (
        <EmptyState icon={<ShieldCheck />} title="The glass was never broken">
          {`Those named in the settings may, for at most ${describeDuration(settings?.breakGlassSeconds ?? 3600)}.`}
        </EmptyState>
      )}
      <div className="flex flex-col gap-4">
        {uses
          ?.filter((use) => use.active)
          .map((use) => (
            <OpenEmergency key={use.id} use={use} onEnd={() => setAsked({ what: "end", use })} onOver={onOver} />
          ))}
        {uses?.map((use) => (
          <EmergencyCard
            key={use.id}
            organization={organization}
            use={use}
            onReview={() => setAsked({ what: "review", use })}
          />
        ))}
        {query.hasNextPage && (
          <Button
            className="self-center"
            loading={query.isFetchingNextPage}
            loadingLabel="Loading more"
            onClick={() => void query.fetchNextPage()}
          >
            Load more
          </Button>
        )}
      </div>
      {asked?.what === "open" && settings && (
        <BreakGlassDialog
          organization={organization}
          longest={settings.breakGlassSeconds}
          onClose={() => setAsked(null)}
        />
      )}
      {asked !== null && asked.what !== "open" && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={asked.what === "end" ? "End it now?" : "Review what was done"}
          description={
            asked.what === "end"
              ? `From now on ${asked.use.userName} needs approvals again in ${asked.use.environmentName}.`
              : `${asked.use.userName} asked for ${asked.use.requests.length} things in ${asked.use.environmentName}. Revoke the keys that should not go on working one by one.`
          }
          confirmLabel={asked.what === "end" ? "End it" : "Close with this review"}
          reason={asked.what === "end" ? "optional" : "required"}
          reasonLabel={asked.what === "end" ? "Comment" : "What was done, and was it right (at least 20 characters)"}
          onConfirm={async ({ reason }) => {
            const params = { path: { organization, use: asked.use.id } };
            if (asked.what === "end") {
              await latchkey.POST(`${BREAK_GLASS_PATH}/{use}/end`, {
                params,
                body: { comment: reason === "" ? null : reason },
              });
            } else await latchkey.POST(`${BREAK_GLASS_PATH}/{use}/review`, { params, body: { review: reason } });
            await refresh();
            toast.success(asked.what === "end" ? "It is ended" : "The review is kept");
          }}
        />
      )}
    </>
  );
}
