"use client";

import { Ban, CircleCheck, KeyRound, RefreshCw } from "lucide-react";
import { Sparkline } from "@/components/charts/sparkline";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { EnvironmentBadge } from "@/components/ui/environment-badge";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import { Stat } from "@/components/ui/stat";
import { StatusBadge } from "@/components/ui/status-badge";
import { Stepper } from "@/components/ui/stepper";
import { Timeline } from "@/components/ui/timeline";
import { UrlTabs } from "@/components/ui/url-tabs";
import { Sample } from "./sample";

const VALUES = [3, 5, 4, 8, 7, 12, 9, 14, 13, 17, 12, 20];

export function LayoutSamples() {
  return (
    <Section title="Layout" actions={<Button size="sm">An action</Button>}>
      <Sample label="Stats" block>
        <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
          <Stat label="Active keys" value={1284} href="#keys" delta={{ value: 4, label: "against last month" }} />
          <Stat
            label="Verifications"
            value={48_201_933}
            chart={<Sparkline label="Verifications of 12 days, rising" values={VALUES} />}
            delta={{ value: 12, label: "against last week", good: "up" }}
          />
          <Stat
            label="Refused"
            value={0.42}
            unit="%"
            tone="warning"
            delta={{ value: 31, label: "against last week", good: "down" }}
          />
          <Stat label="Expire within 7 days" value={3} hint="2 in production" />
        </div>
      </Sample>
      <Sample label="Card" block>
        <Card>
          <CardHeader
            title="Restrictions"
            description="What the key is held to."
            actions={<Button size="sm">Edit</Button>}
          />
          <CardBody>
            <DescriptionList
              items={[
                {
                  term: "Environment",
                  description: <EnvironmentBadge name="Staging" color="amber" sensitivity="moderate" />,
                },
                { term: "Status", description: <StatusBadge status="active" /> },
                { term: "Owner", description: "Ada Lovelace", hint: "ada@acme.test" },
                { term: "Purpose", description: "Nightly export of invoices to the ledger, run by the billing team." },
              ]}
            />
          </CardBody>
          <CardFooter>Changed by Ada Lovelace</CardFooter>
        </Card>
      </Sample>
      <Sample label="Tabs" block>
        <UrlTabs
          label="Key"
          tabs={[
            { value: "usage", label: "Usage", content: "Usage of the key." },
            { value: "versions", label: "Versions", count: 2, content: "Its versions." },
            { value: "audit", label: "Audit", content: "What was done to it." },
          ]}
        />
        <div className="mt-6">
          <LinkTabs
            label="Settings"
            tabs={[
              { href: paths.uiGallery(), label: "Design system" },
              { href: paths.mailbox(), label: "Mailbox", count: 12 },
            ]}
          />
        </div>
      </Sample>
      <Sample label="Timeline" block>
        <Timeline
          items={[
            {
              id: "3",
              title: "Revoked",
              tone: "danger",
              icon: <Ban />,
              at: "2026-11-20T10:00:00Z",
              actor: "Grace Hopper",
              description: "Found in a log file.",
            },
            { id: "2", title: "Rotated", icon: <RefreshCw />, at: "2026-10-02T10:00:00Z", actor: "Ada Lovelace" },
            {
              id: "1",
              title: "Approved",
              tone: "success",
              icon: <CircleCheck />,
              at: "2026-09-01T10:00:00Z",
              actor: "Grace Hopper",
            },
            { id: "0", title: "Requested", icon: <KeyRound />, at: "2026-09-01T09:00:00Z", actor: "Ada Lovelace" },
          ]}
        />
      </Sample>
      <Sample label="Steps" block>
        <Stepper
          current="scopes"
          done={["project"]}
          onStepSelect={() => undefined}
          steps={[
            { id: "project", label: "Project", description: "Payments API" },
            { id: "scopes", label: "Scopes", description: "What it may do" },
            { id: "key", label: "First key" },
          ]}
        />
      </Sample>
      <Sample label="Progress" block>
        <div className="flex max-w-md flex-col gap-4">
          <Progress label="Importing" value={640} max={1000} detail="640 of 1,000" />
          <Progress label="Exporting" value={null} />
          <Progress label="Quota" value={96} tone="danger" />
        </div>
      </Sample>
    </Section>
  );
}
