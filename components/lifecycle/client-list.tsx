"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { InlineCode } from "@/components/ui/inline-code";

type Client = components["schemas"]["VersionUse"]["clients"][number];

/** Who calls: address, agent, endpoint, how often, when last. */
export function ClientList({ label, clients, total }: { label: string; clients: readonly Client[]; total: number }) {
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line">
        {clients.map((client) => (
          <li
            key={`${client.address} ${client.agent ?? ""}`}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2 text-sm"
          >
            <InlineCode>{client.address}</InlineCode>
            <bdi className="min-w-0 flex-1 truncate" title={client.agent}>
              {client.agent ?? "no agent named"}
            </bdi>
            {client.endpoint && <span className="truncate text-muted">{client.endpoint}</span>}
            <span className="text-muted">
              <Count value={client.calls} unit="call" />, last <DateTime value={client.lastSeenAt} />
            </span>
          </li>
        ))}
      </ul>
      {total > clients.length && (
        <p className="pt-2 text-muted text-sm">
          And <Count value={total - clients.length} unit="more client" unitPlural="more clients" />.
        </p>
      )}
    </>
  );
}
