"use client";

import { KeyRound, Plus } from "lucide-react";
import { Alert } from "@/components/ui/alert";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CodeTabs } from "@/components/ui/code-tabs";
import { Count } from "@/components/ui/count";
import { DateTime } from "@/components/ui/date-time";
import { Duration } from "@/components/ui/duration";
import { EmptyState } from "@/components/ui/empty-state";
import { EnvironmentBadge, EnvironmentBanner } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { InlineCode } from "@/components/ui/inline-code";
import { KeyDisplay } from "@/components/ui/key-display";
import { SecretReveal } from "@/components/ui/secret-reveal";
import { Section } from "@/components/ui/section";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { SeverityBadge, StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { ENVIRONMENT_COLORS, SENSITIVITIES } from "@/lib/core/enums";
import { Sample } from "./sample";

const STATUSES = [
  "pending",
  "active",
  "disabled",
  "quarantined",
  "revoked",
  "expired",
  "approved",
  "denied",
  "cancelled",
  "claimed",
  "open",
  "closed",
  "snoozed",
  "resolved",
  "draft",
  "failed",
  "delivered",
] as const;
const TONES = ["neutral", "accent", "info", "success", "warning", "danger"] as const;
const CURL = 'curl https://api.acme.test/invoices/42 \\\n  --header "Authorization: Bearer $ACME_API_KEY"';

export function WordSamples() {
  return (
    <Section title="Says something">
      <Sample label="Statuses">
        {STATUSES.map((status) => (
          <StatusBadge key={status} status={status} />
        ))}
      </Sample>
      <Sample label="Severities">
        {(["low", "medium", "high", "critical"] as const).map((severity) => (
          <SeverityBadge key={severity} severity={severity} />
        ))}
      </Sample>
      <Sample label="Environments">
        {SENSITIVITIES.flatMap((sensitivity) =>
          ENVIRONMENT_COLORS.map((color) => (
            <EnvironmentBadge key={`${color} ${sensitivity}`} name={color} color={color} sensitivity={sensitivity} />
          )),
        )}
        <EnvironmentBadge name="الإنتاج" color="red" sensitivity="high" size="md" />
      </Sample>
      <Sample label="Banner" block>
        <EnvironmentBanner name="Production" color="red" sensitivity="high">
          This key will work on live data.
        </EnvironmentBanner>
      </Sample>
      <Sample label="Badges">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Badge appearance="outline">outline</Badge>
        <Badge icon={<KeyRound aria-hidden />}>with icon</Badge>
      </Sample>
      <Sample label="Alerts" block>
        <div className="flex flex-col gap-2">
          <Alert tone="info" title="A new version works already.">
            The old one ends in 24 hours.
          </Alert>
          <Alert tone="success">Refused by 3 of 3 gateways after 84 ms.</Alert>
          <Alert
            tone="warning"
            title="Two clients still use the old version."
            actions={<Button size="sm">See which</Button>}
          >
            They will be refused from tomorrow.
          </Alert>
          <Alert tone="danger" title="The key was found in a public repository." />
        </div>
      </Sample>
      <Sample label="Messages">
        <Button size="sm" onClick={() => toast.success("Key disabled", { undo: () => toast.info("Key enabled") })}>
          With undo
        </Button>
        <Button
          size="sm"
          onClick={() =>
            toast.error("The key was not revoked", {
              problem: { title: "Forbidden", detail: "Only an admin may.", requestId: "req_01" },
            })
          }
        >
          Error
        </Button>
        <Button
          size="sm"
          onClick={() =>
            toast.promise(new Promise((done) => setTimeout(done, 1500)), {
              loading: "Exporting",
              success: "Exported",
              error: "Not exported",
            })
          }
        >
          Promise
        </Button>
      </Sample>
      <Sample label="Waiting">
        <Spinner />
        <Spinner size="lg" />
        <Skeleton className="w-40" />
        <SkeletonText className="w-64" />
      </Sample>
      <Sample label="Empty" block>
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState
            icon={<KeyRound />}
            title="No keys yet"
            action={
              <Button variant="primary" icon={<Plus aria-hidden />}>
                New key
              </Button>
            }
          >
            A key lets a program call your API. Create the first in development; it needs no approval.
          </EmptyState>
        </div>
      </Sample>
      <Sample label="Error" block>
        <div className="rounded-lg border border-line bg-surface">
          <ErrorState
            error={{ title: "The database cannot be reached.", status: 503, requestId: "req_01JD3V2P5QK" }}
            onRetry={() => toast.info("Trying again")}
          />
        </div>
      </Sample>
      <Sample label="Times">
        <DateTime value="2026-11-22T16:20:00Z" />
        <DateTime value="2027-01-31T00:00:00Z" />
        <DateTime value="2026-11-22T16:20:00Z" format="datetime" />
        <DateTime value="2026-11-22T16:20:00Z" format="date" />
        <DateTime value={null} />
        <Duration value="30d" />
        <Duration seconds={93_600} style="short" />
      </Sample>
      <Sample label="Numbers, names">
        <Count value={1_234_567} />
        <Count value={1_234_567} compact />
        <Count value={1} unit="key" />
        <Avatar name="Ada Lovelace" size="sm" />
        <Avatar name="Ada Lovelace" />
        <Avatar name="山田太郎" size="lg" labelled />
        <KeyDisplay prefix="acme_prod_4f" last4="k3Zq" copyable />
        <span>
          Scope <InlineCode>invoices:read</InlineCode>
        </span>
      </Sample>
      <Sample label="Code" block>
        <div className="grid gap-4 lg:grid-cols-2">
          <CodeBlock label="Request" language="shell" code={CURL} />
          <CodeTabs
            label="Client"
            tabs={[
              { label: "curl", code: CURL, language: "shell" },
              {
                label: "Node",
                code: 'await fetch(url, { headers: { authorization: "Bearer " + key } });',
                language: "javascript",
              },
            ]}
          />
        </div>
      </Sample>
      <Sample label="Secret" block>
        <div className="max-w-xl">
          <SecretReveal secret="acme_dev_SAMPLEsampleSAMPLEsampleSAMPLEsample00" variable="ACME_API_KEY" />
        </div>
      </Sample>
    </Section>
  );
}
