"use client";

import { ShieldAlert } from "lucide-react";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { describeDuration } from "@/components/ui/duration";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { Timeline } from "@/components/ui/timeline";
import type { RequestDetail } from "./request-words";

const APPROVED_BY = {
  rule: "Approved at once by a standing rule.",
  break_glass: "Approved at once under break-glass, in an emergency.",
  policy: "Nobody had to be asked.",
};

function listed(values: readonly string[] | undefined, none: string) {
  return values && values.length > 0 ? (
    <bdi className="font-mono text-sm [overflow-wrap:anywhere]">{values.join(", ")}</bdi>
  ) : (
    none
  );
}

/** What a decision is made on. */
export function RequestFacts({ organization, request }: { organization: string; request: RequestDetail }) {
  const { payload } = request;
  return (
    <>
      <Section title="Who and why">
        <DescriptionList
          items={[
            { term: "Asked by", description: <bdi>{`${request.requesterName} (${request.requesterEmail})`}</bdi> },
            {
              term: "Reason",
              description:
                request.reason === "" ? (
                  <span className="text-muted">Not said</span>
                ) : (
                  <bdi className="whitespace-pre-wrap">{request.reason}</bdi>
                ),
            },
            { term: "Asked", description: <DateTime value={request.submittedAt} format="datetime" /> },
            ...(request.state === "pending"
              ? [{ term: "Expires", description: <DateTime value={request.expiresAt} /> }]
              : []),
          ]}
        />
      </Section>
      <Section title="What the key could do">
        {request.abilities.length > 0 && (
          <ul className="mb-3 flex flex-col gap-2 text-sm">
            {request.abilities.map((ability) => (
              <li key={ability.scope} className="flex flex-wrap items-center gap-2">
                <span className="font-mono">{ability.scope}</span>
                {ability.sensitive && (
                  <Badge tone="warning" icon={<ShieldAlert />}>
                    Sensitive
                  </Badge>
                )}
                <bdi className="text-muted">{ability.description}</bdi>
              </li>
            ))}
          </ul>
        )}
        <DescriptionList
          items={[
            { term: "Addresses", description: listed(payload.ipAllowlist, "Any") },
            {
              term: "Methods and paths",
              description: listed([...(payload.methods ?? []), ...(payload.paths ?? [])], "Any"),
            },
            ...(payload.lifetime ? [{ term: "Lifetime", description: describeDuration(payload.lifetime) }] : []),
            ...(payload.expiresAt
              ? [{ term: "Ends", description: <DateTime value={payload.expiresAt} format="datetime" /> }]
              : []),
            ...(payload.duration === undefined
              ? []
              : [{ term: "For", description: describeDuration(payload.duration) }]),
            ...(payload.purpose ? [{ term: "Purpose", description: <bdi>{payload.purpose}</bdi> }] : []),
          ]}
        />
        {request.amended && <p className="text-muted text-sm">An approver took something away from what was asked.</p>}
      </Section>
      <Section title="Similar keys that exist already">
        {request.similarKeys.length === 0 ? (
          <p className="text-muted text-sm">None.</p>
        ) : (
          <ul className="flex flex-col gap-1.5 text-sm">
            {request.similarKeys.map((key) => (
              <li key={key.id}>
                <Link href={paths.key(organization, key.id)}>
                  <bdi>{key.name}</bdi>
                </Link>{" "}
                <span className="text-muted">
                  of <bdi>{key.ownerName}</bdi>, last used <DateTime value={key.lastUsedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="What the requester holds">
        {request.requesterKeys.length === 0 ? (
          <p className="text-muted text-sm">No keys yet.</p>
        ) : (
          <ul className="flex flex-col gap-1.5 text-sm">
            {request.requesterKeys.map((key) => (
              <li key={key.id}>
                <Link href={paths.key(organization, key.id)}>
                  <bdi>{key.name}</bdi>
                </Link>{" "}
                <span className="text-muted">
                  {key.environment},{" "}
                  {key.usedScopes === null
                    ? `${key.scopes.length} scopes`
                    : `uses ${key.usedScopes.length} of ${key.scopes.length} scopes`}
                  , {key.verifications} verifications
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Decisions">
        {request.approvedBy !== null && request.approvedBy !== "people" && (
          <p className="text-sm">{APPROVED_BY[request.approvedBy]}</p>
        )}
        {request.decisions.length === 0 ? (
          <p className="text-muted text-sm">None yet.</p>
        ) : (
          <Timeline
            label="Decisions"
            items={request.decisions.map((decision) => ({
              id: decision.id,
              title: `${decision.verdict === "approve" ? "Approved" : "Denied"}${decision.counts ? "" : " (does not count any more)"}`,
              at: decision.at,
              actor: <bdi>{decision.approverName}</bdi>,
              tone: decision.verdict === "approve" ? ("success" as const) : ("danger" as const),
              ...(decision.comment === null ? {} : { description: <bdi>{decision.comment}</bdi> }),
            }))}
          />
        )}
      </Section>
    </>
  );
}
