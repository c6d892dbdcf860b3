"use client";

import { Siren } from "lucide-react";
import type { components } from "@/clients/sdk/generated/schema";
import { environmentColor } from "@/components/keys/environment-color";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { Link } from "@/components/ui/link";
import { Countdown } from "./countdown";
import { describeKind } from "./request-words";

export type BreakGlassUse = components["schemas"]["BreakGlassUse"];

type Props = {
  organization: string;
  use: BreakGlassUse;
  onEnd: () => void;
  onReview: () => void;
  onOver: () => void;
};

/** An open emergency, in a colour that nothing else has: who, where, how long it still lasts. */
export function OpenEmergency({ use, onEnd, onOver }: Omit<Props, "organization" | "onReview">) {
  return (
    <section
      aria-label={`Open emergency in ${use.environmentName}`}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-danger-solid px-4 py-3 text-on-accent"
    >
      <Siren aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-semibold">
          <bdi>{use.userName}</bdi> acts without approval in <bdi>{`${use.environmentName} of ${use.projectName}`}</bdi>
        </p>
        <p className="text-sm [overflow-wrap:anywhere]">
          <bdi>{use.reason}</bdi>
        </p>
      </div>
      <p className="text-sm">
        Ends in{" "}
        <span className="font-semibold text-lg">
          <Countdown until={use.endsAt} onOver={onOver} />
        </span>
      </p>
      <Button disabled={use.actions.end !== null} title={use.actions.end ?? undefined} onClick={onEnd}>
        End it now
      </Button>
    </section>
  );
}

/** One use of break-glass with all that was done under it, and its review. */
export function EmergencyCard({ organization, use, onReview }: Pick<Props, "organization" | "use" | "onReview">) {
  const state = use.active
    ? { tone: "danger" as const, word: "Open" }
    : use.reviewedAt === null
      ? { tone: "warning" as const, word: "Needs a review" }
      : { tone: "neutral" as const, word: "Reviewed" };
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            <bdi>{use.userName}</bdi>
            <EnvironmentBadge
              name={use.environmentName}
              color={environmentColor(use.environmentColor)}
              sensitivity={use.sensitivity}
            />
            <Badge tone={state.tone}>{state.word}</Badge>
          </span>
        }
        description={<bdi className="[overflow-wrap:anywhere]">{use.reason}</bdi>}
        {...(use.reviewedAt === null && !use.active
          ? {
              actions: (
                <Button disabled={use.actions.review !== null} onClick={onReview}>
                  Review
                </Button>
              ),
            }
          : {})}
      />
      <CardBody>
        <DescriptionList
          items={[
            { term: "Project", description: <bdi>{use.projectName}</bdi> },
            { term: "Began", description: <DateTime value={use.startedAt} format="datetime" /> },
            {
              term: use.active ? "Ends" : "Ended",
              description: <DateTime value={use.endedAt ?? use.endsAt} format="datetime" />,
            },
            {
              term: "What was done",
              description:
                use.requests.length === 0 ? (
                  "Nothing was asked for."
                ) : (
                  <ul className="flex flex-col gap-1">
                    {use.requests.map((request) => (
                      <li key={request.id}>
                        <Link href={paths.request(organization, request.id)}>
                          {describeKind(request.kind)}: <bdi>{request.keyName}</bdi>
                        </Link>{" "}
                        <DateTime value={request.createdAt} />
                      </li>
                    ))}
                  </ul>
                ),
            },
            ...(use.review === null
              ? [{ term: "Review", description: use.actions.review ?? "Waits for you." }]
              : [
                  {
                    term: "Review",
                    description: (
                      <>
                        <bdi className="whitespace-pre-wrap [overflow-wrap:anywhere]">{use.review}</bdi>{" "}
                        <span className="text-muted">
                          by <bdi>{use.reviewedByName}</bdi>, <DateTime value={use.reviewedAt} />
                        </span>
                      </>
                    ),
                  },
                ]),
          ]}
        />
      </CardBody>
    </Card>
  );
}
