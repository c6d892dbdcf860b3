"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { Sparkline } from "@/components/charts/sparkline";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { KeyDisplay } from "@/components/ui/key-display";
import { StatusBadge } from "@/components/ui/status-badge";
import { environmentColor } from "./environment-color";

export type ListedKey = components["schemas"]["ListedKey"];

function use(key: ListedKey): string {
  const total = key.sparkline?.total ?? 0;
  const refused = key.sparkline?.days.reduce((sum, day) => sum + day.refused, 0) ?? 0;
  return `${total} verifications in 14 days${refused > 0 ? `, ${refused} refused` : ""}`;
}

/** The inventory's columns; the first is the row's name and link. */
export const KEY_COLUMNS: readonly Column<ListedKey>[] = [
  {
    id: "name",
    header: "Name",
    sortable: true,
    cell: (key) => (
      <span className="flex min-w-0 flex-col md:max-w-64 xl:max-w-80">
        <span className="truncate font-medium" title={key.name}>
          <bdi>{key.name}</bdi>
        </span>
        <KeyDisplay prefix={key.secretStart} last4={key.secretLastFour} />
      </span>
    ),
  },
  {
    id: "environment",
    header: "Environment",
    cell: (key) => (
      <span className="flex min-w-0 flex-col items-start gap-1">
        <EnvironmentBadge
          name={key.environmentName}
          color={environmentColor(key.environmentColor)}
          sensitivity={key.sensitivity}
          size="sm"
        />
        <span className="max-w-full truncate text-muted text-xs md:max-w-40" title={key.projectName}>
          <bdi>{key.projectName}</bdi>
        </span>
      </span>
    ),
  },
  {
    id: "status",
    header: "Status",
    cell: (key) => <StatusBadge status={key.quarantinedAt ? "quarantined" : key.status} />,
  },
  {
    id: "owner",
    header: "Owner",
    hideBelow: "lg",
    cell: (key) => (
      <span className="block max-w-40 truncate" title={key.ownerActive ? key.ownerName : `${key.ownerName} has left`}>
        <bdi>{key.ownerName}</bdi>
        {!key.ownerActive && <span className="text-warning"> (left)</span>}
      </span>
    ),
  },
  {
    id: "expiresAt",
    header: "Expires",
    sortable: true,
    hideBelow: "md",
    cell: (key) => <DateTime value={key.expiresAt} className="whitespace-nowrap" />,
  },
  {
    id: "lastUsedAt",
    header: "Last used",
    sortable: true,
    cell: (key) => <DateTime value={key.lastUsedAt} className="whitespace-nowrap" />,
  },
  {
    id: "use",
    header: "14 days",
    hideBelow: "xl",
    card: "hidden",
    width: "7rem",
    cell: (key) => <Sparkline values={key.sparkline?.days.map((day) => day.total) ?? []} label={use(key)} />,
  },
];
