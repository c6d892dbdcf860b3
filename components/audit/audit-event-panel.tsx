"use client";

import type { components } from "@/clients/sdk/generated/schema";
import { CodeBlock } from "@/components/ui/code-block";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { InlineCode } from "@/components/ui/inline-code";
import { SidePanel } from "@/components/ui/side-panel";
import { describeAction } from "./audit-words";

type AuditEvent = components["schemas"]["AuditEvent"];

/** One event in full: who, from where, and what was before and after. */
export function AuditEventPanel({ event, onClose }: { event: AuditEvent | null; onClose: () => void }) {
  return (
    <SidePanel
      open={event !== null}
      onOpenChange={(open) => !open && onClose()}
      title={event ? describeAction(event.action) : "Event"}
    >
      {event && (
        <div className="flex flex-col gap-6">
          <DescriptionList
            items={[
              { term: "When", description: <DateTime value={event.at} format="datetime" /> },
              { term: "Actor", description: <bdi>{event.actorName ?? event.actorId ?? "—"}</bdi> },
              { term: "Target", description: <bdi>{event.targetName ?? event.targetId ?? "—"}</bdi> },
              { term: "Target id", description: event.targetId ? <InlineCode>{event.targetId}</InlineCode> : "—" },
              { term: "Reason", description: <bdi>{event.reason ?? "—"}</bdi> },
              { term: "Address", description: event.ip ?? "—" },
              {
                term: "Agent",
                description: <span className="[overflow-wrap:anywhere]">{event.userAgent ?? "—"}</span>,
              },
              { term: "Assurance", description: event.assurance ?? "—" },
              { term: "Request", description: event.requestId ? <InlineCode>{event.requestId}</InlineCode> : "—" },
              { term: "Number", description: String(event.seq) },
            ]}
          />
          {event.before && (
            <CodeBlock label="Before" language="json" wrap code={JSON.stringify(event.before, null, 2)} />
          )}
          {event.after && <CodeBlock label="After" language="json" wrap code={JSON.stringify(event.after, null, 2)} />}
        </div>
      )}
    </SidePanel>
  );
}
