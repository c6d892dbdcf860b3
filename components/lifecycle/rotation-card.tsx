"use client";

import { CalendarClock } from "lucide-react";
import { useState } from "react";
import type { KeyDetail } from "@/components/keys/key-detail";
import { $api } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { describeDuration } from "@/components/ui/duration";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";
import { ROTATION_PATH } from "./lifecycle-paths";
import { type KeyRotation, ScheduleDialog } from "./schedule-dialog";

/** When the key gets its next secret, where that is put, and what became of the last. */
export function RotationCard({ organization, detail }: { organization: string; detail: KeyDetail }) {
  const [editing, setEditing] = useState(false);
  const rotation = $api.useQuery(
    "get",
    ROTATION_PATH,
    { params: { path: { organization, key: detail.id } } },
    { refetchInterval: 10_000 },
  );
  const { data } = rotation;
  if (data === undefined) {
    if (rotation.error) return <ErrorState compact error={rotation.error} onRetry={() => void rotation.refetch()} />;
    return <Skeleton className="h-40" />;
  }
  const change = (
    <Button size="sm" icon={<CalendarClock />} disabled={data.refusal !== null} onClick={() => setEditing(true)}>
      Change
    </Button>
  );
  const isLive = detail.status === "active" || detail.status === "disabled";
  return (
    <Card>
      <CardHeader
        title="Rotation"
        description={<Next rotation={data} />}
        {...(isLive && {
          actions: data.refusal === null ? change : <Tooltip content={data.refusal}>{change}</Tooltip>,
        })}
      />
      <CardBody className="flex flex-col gap-4">
        <Outcome rotation={data} />
        <DescriptionList columns={2} items={facts(data)} />
      </CardBody>
      {editing && (
        <ScheduleDialog organization={organization} detail={detail} rotation={data} onClose={() => setEditing(false)} />
      )}
    </Card>
  );
}

function Next({ rotation: { nextAt, schedule } }: { rotation: KeyRotation }) {
  if (schedule.pausedAt !== null) {
    return (
      <>
        Paused since <DateTime value={schedule.pausedAt} format="date" />.
      </>
    );
  }
  if (nextAt === null) return "Nothing asks for a rotation.";
  return (
    <>
      Next <DateTime value={nextAt} format="datetime" />
      {schedule.deliveryTarget ? ", delivered by itself." : ", as a task of its owner."}
    </>
  );
}

function Outcome({ rotation: { open, recent } }: { rotation: KeyRotation }) {
  const [last] = recent;
  if (open) {
    return (
      <Alert tone="warning" title={open.target ? "A new secret is being delivered." : "A rotation is due."}>
        <p>
          Since <DateTime value={open.dueAt} />
          {open.reason !== "" && (
            <>
              {": "}
              <bdi>{open.reason}</bdi>
            </>
          )}
          {open.lastError !== null && (
            <>
              {" Attempt "}
              {open.attempts} failed: <bdi>{open.lastError}</bdi>
            </>
          )}
          {open.target ? " The secret in use goes on working." : " Rotate the key, and bring the new secret out."}
        </p>
      </Alert>
    );
  }
  if (last?.state !== "failed") return null;
  return (
    <Alert tone="danger" title="The last new secret could not be delivered.">
      <p>
        <DateTime value={last.doneAt} />: <bdi>{last.lastError}</bdi> The secret in use goes on working; it is tried
        again after a day.
      </p>
    </Alert>
  );
}

function facts({ schedule, policyInterval, recent }: KeyRotation) {
  const [last] = recent;
  const every =
    schedule.intervalDays !== null
      ? `Every ${schedule.intervalDays} days, its own`
      : policyInterval === null
        ? "Not asked for by the policy"
        : `Every ${describeDuration(policyInterval)}, by the policy`;
  const hour = `${String(schedule.hour).padStart(2, "0")}:00 ${schedule.timezone ?? "in the organization's zone"}`;
  const target = schedule.deliveryTarget;
  return [
    { term: "Interval", description: every },
    { term: "Hour", description: hour },
    {
      term: "New secrets go to",
      description: target ? (
        <bdi>{schedule.deliveryPlace === "" ? target.name : `${target.name}: ${schedule.deliveryPlace}`}</bdi>
      ) : (
        "Whoever rotates it"
      ),
    },
    { term: "Fallback owner", description: schedule.fallbackOwner ? <bdi>{schedule.fallbackOwner.name}</bdi> : "None" },
    ...(last
      ? [
          {
            term: "Last",
            description: (
              <span className="flex flex-wrap items-center gap-2">
                <DateTime value={last.doneAt} />
                <Badge tone={last.state === "done" ? "success" : last.state === "failed" ? "danger" : "neutral"}>
                  {last.state === "done" ? "Done" : last.state === "failed" ? "Failed" : "Cancelled"}
                </Badge>
              </span>
            ),
          },
        ]
      : []),
  ];
}
