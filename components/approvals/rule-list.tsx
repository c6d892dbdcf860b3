"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FlaskConical, ListChecks, Pencil, Plus, Power, PowerOff, Trash2 } from "lucide-react";
import { useState } from "react";
import { useDirectory } from "@/components/policies/use-directory";
import { $api, latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { toProblem } from "@/components/ui/problem";
import { toast } from "@/components/ui/toast";
import { RULE_PATH, RULES_PATH, SETTINGS_PATH } from "./approval-paths";
import { RequestsHeader } from "./requests-header";
import { RulePanel } from "./rule-form";
import { RuleTrial } from "./rule-trial";
import { describeRule, type Rule } from "./rule-words";
import { usePlaces } from "./use-places";

type Open = { what: "edit" | "try" | "remove"; rule: Rule } | { what: "new" };

function columns(nameOf: (id: string) => string): readonly Column<Rule>[] {
  return [
    {
      id: "name",
      header: "Rule",
      cell: (rule) => (
        <span className="flex min-w-0 flex-col gap-0.5">
          <bdi className="truncate font-medium" title={rule.name}>
            {rule.name}
          </bdi>
          <bdi className="text-muted text-xs [overflow-wrap:anywhere]">
            {describeRule(rule.conditions, nameOf).join(" ")}
          </bdi>
        </span>
      ),
    },
    {
      id: "state",
      header: "State",
      width: "10rem",
      cell: (rule) => (
        <span className="flex flex-col items-start gap-0.5">
          <Badge tone={rule.enabled ? "success" : "neutral"} icon={rule.enabled ? <Power /> : <PowerOff />}>
            {rule.enabled ? "On" : "Off"}
          </Badge>
          {!rule.enabled && (
            <span className="text-muted text-xs">{rule.replayed ? "Tried" : "Not tried on past requests"}</span>
          )}
        </span>
      ),
    },
    {
      id: "updatedAt",
      header: "Changed",
      hideBelow: "lg",
      width: "8rem",
      cell: (rule) => <DateTime value={rule.updatedAt} />,
    },
  ];
}

/** Standing approval for low-risk patterns: written, tried on the past, switched on. */
export function RuleList({ organization }: { organization: string }) {
  const queryClient = useQueryClient();
  const init = { params: { path: { organization } } };
  const query = $api.useQuery("get", RULES_PATH, init);
  const refusal = $api.useQuery("get", SETTINGS_PATH, init).data?.actions.manage;
  const directory = useDirectory(organization);
  const places = usePlaces(organization);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const mayManage = refusal === null;
  // What is not loaded yet is not something that was removed.
  const isPending = query.isPending || directory.isPending || places.isPending;
  const nameOf = (id: string) =>
    directory.names[id] ??
    [...places.environments, ...places.projects].find(({ value }) => value === id)?.label ??
    "something that was removed";
  const add = (
    <Button variant="primary" icon={<Plus />} disabled={!mayManage} onClick={() => setOpen({ what: "new" })}>
      New rule
    </Button>
  );
  const closed = mayManage ? {} : { disabled: true, reason: refusal ?? "" };
  const switchOff = async (rule: Rule) => {
    try {
      await latchkey.POST(`${RULE_PATH}/disable`, { params: { path: { organization, rule: rule.id } } });
      await queryClient.invalidateQueries({ queryKey: ["get", RULES_PATH] });
      toast.success(`${rule.name} is off`);
    } catch (error) {
      toast.error("The rule is still on", { problem: toProblem(error) });
    }
  };
  return (
    <>
      <RequestsHeader
        organization={organization}
        description="What is approved at once, without asking people, because it carries little risk."
        actions={add}
      />
      {refusal && (
        <Alert tone="info" className="mb-4">
          {refusal}
        </Alert>
      )}
      <DataTable
        label="Standing rules"
        columns={columns(nameOf)}
        rows={isPending ? undefined : query.data?.items}
        rowId={(rule) => rule.id}
        rowLabel={(rule) => rule.name}
        rowActions={(rule) => [
          {
            label: rule.enabled ? "Try on past requests" : "Try and switch on",
            icon: <FlaskConical />,
            onSelect: () => setOpen({ what: "try", rule }),
            ...closed,
          },
          ...(rule.enabled
            ? [{ label: "Switch off", icon: <PowerOff />, onSelect: () => void switchOff(rule), ...closed }]
            : []),
          { label: "Edit", icon: <Pencil />, onSelect: () => setOpen({ what: "edit", rule }), ...closed },
          {
            label: "Remove",
            icon: <Trash2 />,
            danger: true,
            onSelect: () => setOpen({ what: "remove", rule }),
            ...closed,
          },
        ]}
        isLoading={isPending}
        error={query.error}
        onRetry={() => void query.refetch()}
        empty={
          <EmptyState icon={<ListChecks />} title="No standing rules" {...(mayManage ? { action: add } : {})}>
            {mayManage
              ? "Write one for what is approved every time anyway, such as reading in staging for a month."
              : "Every request that needs an approval waits for people."}
          </EmptyState>
        }
      />
      {(open?.what === "new" || open?.what === "edit") && (
        <RulePanel
          organization={organization}
          rule={open.what === "edit" ? open.rule : null}
          directory={directory}
          places={places}
          onClose={close}
        />
      )}
      {open?.what === "try" && <RuleTrial organization={organization} rule={open.rule} onClose={close} />}
      {open?.what === "remove" && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={
            <>
              Remove <bdi>{open.rule.name}</bdi>?
            </>
          }
          description="What it has approved stays. From now on people decide."
          confirmLabel="Remove rule"
          danger
          onConfirm={async () => {
            await latchkey.DELETE(RULE_PATH, { params: { path: { organization, rule: open.rule.id } } });
            await queryClient.invalidateQueries({ queryKey: ["get", RULES_PATH] });
            toast.success(`${open.rule.name} is removed`);
          }}
        />
      )}
    </>
  );
}
