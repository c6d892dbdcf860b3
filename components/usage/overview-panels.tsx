"use client";

import { CalendarCheck, ShieldCheck } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { BarList } from "@/components/charts/bar-list";
import { outcomeFamily } from "@/components/charts/outcome-families";
import { actionWords } from "@/components/keys/action-words";
import { environmentColor } from "@/components/keys/environment-color";
import { paths } from "@/components/shell/paths";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { Link } from "@/components/ui/link";
import { StatusBadge } from "@/components/ui/status-badge";
import { Timeline } from "@/components/ui/timeline";
import { KEY_STATUSES } from "@/lib/core/enums";
import { verdictWord } from "./verdict-words";

type Overview = components["schemas"]["Overview"];
type Panel<Name extends keyof Overview> = { organization: string } & Record<Name, Overview[Name]>;

/** The keys that end next. */
export function ExpiringSoon({ organization, expiringSoon }: Panel<"expiringSoon">) {
  return (
    <Card>
      <CardHeader
        title="Expiring soon"
        actions={
          expiringSoon.total > expiringSoon.items.length && (
            <Link href={paths.keys(organization, { expiringWithin: "30d", sort: "expiresAt" })}>
              All <Count value={expiringSoon.total} />
            </Link>
          )
        }
      />
      {expiringSoon.items.length === 0 ? (
        <EmptyState compact icon={<CalendarCheck />} title="No key expires within 30 days" />
      ) : (
        <ul className="divide-y divide-line">
          {expiringSoon.items.map((key) => (
            <li key={key.id} className="flex items-center justify-between gap-4 px-4 py-2.5 text-sm">
              <span className="flex min-w-0 flex-col items-start gap-1">
                <Link href={paths.key(organization, key.id)} className="max-w-full truncate">
                  <bdi title={key.name}>{key.name}</bdi>
                </Link>
                <span className="flex min-w-0 max-w-full items-center gap-2 text-muted text-xs">
                  <EnvironmentBadge
                    name={key.environmentName}
                    color={environmentColor(key.environmentColor)}
                    sensitivity={key.sensitivity}
                  />
                  <bdi className="truncate">{key.ownerName}</bdi>
                </span>
              </span>
              <span className="shrink-0 text-end">
                <DateTime value={key.expiresAt} />
                <span className="block text-subtle text-xs">
                  used <DateTime value={key.lastUsedAt} empty="never" />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Why verifications were refused today. */
export function Refusals({ organization, refusals }: Panel<"refusals">) {
  const today = refusals.byCode.filter((code) => code.today > 0);
  return (
    <Card>
      <CardHeader title="Refused today" description="By reason, against the same day a week ago" />
      <CardBody>
        {today.length === 0 ? (
          <EmptyState compact icon={<ShieldCheck />} title="Nothing was refused today" />
        ) : (
          <BarList
            label="Refused today by reason"
            unit="verifications"
            items={today.map(({ code, today: value, lastWeek }) => ({
              id: code,
              label: verdictWord(code),
              value,
              tone: outcomeFamily(code),
              detail: (
                <>
                  <Count value={lastWeek} /> a week ago
                </>
              ),
              href: paths.usage(organization, { period: "24h", outcome: code }),
            }))}
          />
        )}
      </CardBody>
    </Card>
  );
}

/** How many keys there are in each state. */
export function KeysByStatus({
  organization,
  byStatus,
}: { organization: string } & Pick<Overview["keys"], "byStatus">) {
  return (
    <Card>
      <CardHeader title="Keys by status" />
      <ul className="divide-y divide-line">
        {KEY_STATUSES.map((status) => (
          <li
            key={status}
            className="relative flex items-center justify-between gap-4 px-4 py-2 text-sm hover:bg-hover"
          >
            <Link
              tone="plain"
              href={paths.keys(organization, { status })}
              className="after:absolute after:inset-0 hover:no-underline"
            >
              <StatusBadge status={status} />
            </Link>
            <Count value={byStatus[status]} className="font-medium" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type Events = NonNullable<Overview["latestEvents"]>;

function targetHref(organization: string, event: Events[number]): string | null {
  return event.targetType === "key" && event.targetId ? paths.key(organization, event.targetId) : null;
}

function EventTitle({ event, href }: { event: Events[number]; href: string | null }) {
  const name = <bdi>{event.targetName ?? ""}</bdi>;
  return (
    <>
      {actionWords(event.action)} {href === null ? name : <Link href={href}>{name}</Link>}
    </>
  );
}

/** What happened last, and who did it. */
export function LatestEvents({ organization, events }: { organization: string; events: Events }) {
  return (
    <Card>
      <CardHeader title="Latest events" actions={<Link href={paths.audit(organization)}>Audit</Link>} />
      <CardBody>
        <Timeline
          label="Latest events"
          items={events.map((event) => {
            const href = targetHref(organization, event);
            return {
              id: event.id,
              at: event.at,
              title: <EventTitle event={event} href={href} />,
              actor: <bdi>{event.actorName ?? "Latchkey"}</bdi>,
            };
          })}
        />
      </CardBody>
    </Card>
  );
}
