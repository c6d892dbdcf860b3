"use client";

import { useQueryClient } from "@tanstack/react-query";
import { PackagePlus, PlugZap, Trash2 } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { TARGETS_PATH } from "./lifecycle-paths";
import { NewTargetDialog } from "./new-target-dialog";

type Target = components["schemas"]["DeliveryTarget"];

const KINDS: Record<string, string> = { vault_kv2: "HashiCorp Vault", webhook: "Signed webhook" };

function place(target: Target): string {
  const { address, mount, path, url } = target.settings;
  if (typeof url === "string") return url;
  return [address, mount, path].filter((part) => typeof part === "string" && part !== "").join("/");
}

function State({ target }: { target: Target }) {
  const failedLast =
    target.lastFailureAt !== null && (target.lastSuccessAt === null || target.lastFailureAt > target.lastSuccessAt);
  if (failedLast) {
    return (
      <span className="flex min-w-0 flex-col gap-1">
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone="danger">Failed</Badge>
          <DateTime value={target.lastFailureAt} />
        </span>
        <bdi className="text-muted text-xs [overflow-wrap:anywhere]">{target.lastError}</bdi>
      </span>
    );
  }
  if (target.lastSuccessAt === null) return <span className="text-muted">Not tried yet</span>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="success">Works</Badge>
      <DateTime value={target.lastSuccessAt} />
    </span>
  );
}

const COLUMNS: readonly Column<Target>[] = [
  {
    id: "name",
    header: "Name",
    cell: (target) => (
      <bdi className="truncate" title={target.name}>
        {target.name}
      </bdi>
    ),
  },
  { id: "kind", header: "Kind", cell: (target) => KINDS[target.kind] ?? target.kind },
  {
    id: "place",
    header: "Where",
    hideBelow: "md",
    cell: (target) => <span className="[overflow-wrap:anywhere]">{place(target)}</span>,
  },
  { id: "keys", header: "Keys", align: "end", cell: (target) => target.keys },
  { id: "state", header: "Last", cell: (target) => <State target={target} /> },
];

/** Where new secrets are put by themselves: set up, tried without a secret, removed. */
export function DeliveryTargets({ organization, refusal }: { organization: string; refusal: string | null }) {
  const queryClient = useQueryClient();
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<Target | null>(null);
  const query = $api.useInfiniteQuery(
    "get",
    TARGETS_PATH,
    { params: { path: { organization }, query: { limit: 50 } } },
    { pageParamName: "cursor", initialPageParam: null, getNextPageParam: (page) => page.nextCursor ?? undefined },
  );
  const again = () => queryClient.invalidateQueries({ queryKey: ["get", TARGETS_PATH] });
  const one = (target: Target) => ({ params: { path: { organization, deliveryTarget: target.id } } });
  const tryOut = async (target: Target) => {
    try {
      const { data } = await latchkey.POST(
        "/organizations/{organization}/delivery-targets/{deliveryTarget}/test",
        one(target),
      );
      if (data?.ok) toast.success(`${target.name} works.`, { description: data.message });
      else if (data) toast.warning(`${target.name} does not work.`, { description: data.message });
    } catch (problem) {
      toast.error(`${target.name} could not be tried.`, { problem });
    }
    await again();
  };
  const add = (
    <Button variant="primary" icon={<PackagePlus />} disabled={refusal !== null} onClick={() => setMaking(true)}>
      New target
    </Button>
  );
  const guarded = refusal === null ? add : <Tooltip content={refusal}>{add}</Tooltip>;
  const rows = query.data?.pages.flatMap((page) => page.items);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-muted text-sm">
          A key with a delivery target is rotated by itself: its new secret is put there, and only then does the old one
          begin to end. What cannot be delivered ends nothing.
        </p>
        {rows !== undefined && rows.length > 0 && guarded}
      </div>
      <DataTable
        label="Delivery targets"
        columns={COLUMNS}
        rows={rows}
        rowId={(target) => target.id}
        rowLabel={(target) => target.name}
        rowActions={(target) => [
          {
            label: "Try it",
            icon: <PlugZap />,
            onSelect: () => void tryOut(target),
            disabled: refusal !== null,
            ...(refusal === null ? {} : { reason: refusal }),
          },
          {
            label: "Remove",
            icon: <Trash2 />,
            danger: true,
            onSelect: () => setRemoving(target),
            disabled: refusal !== null || target.keys > 0,
            ...(refusal !== null
              ? { reason: refusal }
              : target.keys > 0
                ? { reason: "Keys have their secrets put there. Give them another target first." }
                : {}),
          },
        ]}
        isLoading={query.isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onLoadMore={() => void query.fetchNextPage()}
        isLoadingMore={query.isFetchingNextPage}
        empty={
          <EmptyState icon={<PackagePlus />} title="No delivery target yet" action={guarded}>
            Set up Vault or a service of your own, and choose it in a key's rotation.
          </EmptyState>
        }
      />
      {making && <NewTargetDialog organization={organization} onClose={() => setMaking(false)} onMade={again} />}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={
          <>
            Remove <bdi>{removing?.name}</bdi>?
          </>
        }
        description="Its credentials are forgotten. What was put there stays there."
        confirmLabel="Remove target"
        danger
        onConfirm={async () => {
          if (!removing) return;
          await latchkey.DELETE("/organizations/{organization}/delivery-targets/{deliveryTarget}", one(removing));
          toast.success(`${removing.name} is removed.`);
          await again();
        }}
      />
    </div>
  );
}
