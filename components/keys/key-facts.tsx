"use client";

import type { ReactNode } from "react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { InlineCode } from "@/components/ui/inline-code";
import { useHydrated } from "@/components/ui/use-hydrated";
import { countryName } from "@/components/usage/country-name";
import { windowWord } from "./describe-key";
import type { KeyDetail } from "./key-detail";

function Chips({ values, mono = true }: { values: readonly string[]; mono?: boolean }) {
  return (
    <ul className="flex flex-wrap gap-1">
      {values.map((value) => (
        <li key={value} className="min-w-0 max-w-full">
          <Chip mono={mono}>{value}</Chip>
        </li>
      ))}
    </ul>
  );
}

function or(values: readonly string[], otherwise: string, chips?: ReactNode): ReactNode {
  return values.length === 0 ? <span className="text-muted">{otherwise}</span> : (chips ?? <Chips values={values} />);
}

/** What the key may do, from where, and how often. */
export function KeyRights({ detail }: { detail: KeyDetail }) {
  const locale = useHydrated() ? navigator.language : "en";
  const limits = detail.rateLimits.map(
    ({ limit, window, burst, endpoint }) =>
      `${limit.toLocaleString(locale)} per ${windowWord(window)}${burst === undefined ? "" : `, ${burst.toLocaleString(locale)} at once`}${endpoint === undefined ? "" : ` on ${endpoint}`}`,
  );
  return (
    <Card>
      <CardHeader title="What it may do" />
      <CardBody>
        <DescriptionList
          items={[
            {
              term: "Scopes",
              description: or(detail.scopes, "None: every verification that asks for one is refused."),
            },
            ...(detail.granted.length === 0
              ? []
              : [
                  {
                    term: "For a time",
                    description: (
                      <ul className="flex flex-col gap-1">
                        {detail.granted.map((grant) => (
                          <li key={grant.scope}>
                            <InlineCode>{grant.scope}</InlineCode> until{" "}
                            <DateTime value={grant.until} format="datetime" />
                          </li>
                        ))}
                      </ul>
                    ),
                  },
                ]),
            { term: "Methods", description: or(detail.methods, "All") },
            { term: "Paths", description: or(detail.paths, "All") },
            { term: "Addresses", description: or(detail.ipAllowlist, "Any") },
            {
              term: "Countries",
              description: or(
                detail.countries,
                "Any",
                <Chips mono={false} values={detail.countries.map((code) => countryName(code, locale))} />,
              ),
            },
            { term: "Rate limits", description: or(limits, "None") },
            {
              term: "Monthly quota",
              description:
                detail.quota === null ? (
                  <span className="text-muted">None</span>
                ) : (
                  <Count value={detail.quota} unit="verification" />
                ),
            },
            {
              term: "At the same time",
              description:
                detail.concurrency === null ? (
                  <span className="text-muted">No limit</span>
                ) : (
                  <Count value={detail.concurrency} unit="call" />
                ),
            },
          ]}
        />
      </CardBody>
    </Card>
  );
}

/** What it is, whose, since when. */
export function KeyDetails({ detail }: { detail: KeyDetail }) {
  const tags = Object.entries(detail.tags).map(([name, value]) => `${name}=${value}`);
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <DescriptionList
          items={[
            {
              term: "Purpose",
              description:
                detail.purpose === "" ? (
                  <span className="text-muted">Not said</span>
                ) : (
                  <span dir="auto" className="whitespace-pre-wrap">
                    {detail.purpose}
                  </span>
                ),
            },
            {
              term: "Owner",
              description: (
                <>
                  <bdi>{detail.ownerName}</bdi>
                  {detail.ownerType === "team" && <span className="text-muted"> (team)</span>}
                  {!detail.ownerActive && <span className="text-warning"> (left)</span>}
                </>
              ),
            },
            { term: "Project", description: <bdi>{detail.projectName}</bdi> },
            { term: "Environment", description: <bdi>{detail.environmentName}</bdi> },
            { term: "Tags", description: or(tags, "None") },
            ...(detail.notBefore
              ? [{ term: "Works from", description: <DateTime value={detail.notBefore} format="datetime" /> }]
              : []),
            {
              term: "Created",
              description: (
                <>
                  <DateTime value={detail.createdAt} format="datetime" />
                  {detail.createdByName && (
                    <>
                      {" by "}
                      <bdi>{detail.createdByName}</bdi>
                    </>
                  )}
                </>
              ),
            },
            { term: "Changed", description: <DateTime value={detail.updatedAt} /> },
            { term: "Rotated", description: <DateTime value={detail.rotatedAt} /> },
            { term: "Id", description: <InlineCode>{detail.id}</InlineCode> },
          ]}
        />
      </CardBody>
    </Card>
  );
}
