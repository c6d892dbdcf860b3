"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { Fieldset } from "@/components/ui/field";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { UNUSED_RULES_PATH } from "./lifecycle-paths";

type Answer = components["schemas"]["UnusedRules"];
type Responses = { tell: string; disable: string; revoke: string };
type Values = { neverUsed: Responses; idle: Responses; endIdleVersions: string; revokeDisabled: string };
type Props = { organization: string; project: string; environment: string; mayManage: boolean };

const STEPS = [
  ["tell", "Tell its owner after"],
  ["disable", "Disable it after"],
  ["revoke", "Revoke it after"],
] as const;

const shown = (days: number | null) => (days === null ? "" : String(days));
const days = (text: string) => (text.trim() === "" ? null : Number(text));
const shownAll = ({ tell, disable, revoke }: Answer["rules"]["idle"]): Responses => ({
  tell: shown(tell),
  disable: shown(disable),
  revoke: shown(revoke),
});
const daysOf = ({ tell, disable, revoke }: Responses) => ({
  tell: days(tell),
  disable: days(disable),
  revoke: days(revoke),
});

/** What becomes of an environment's keys that nobody uses. Days; an empty field is never. */
export function UnusedRules({ organization, project, environment, mayManage }: Props) {
  const path = { organization, project, environment };
  const query = $api.useQuery("get", UNUSED_RULES_PATH, { params: { path } });
  return (
    <Card>
      <CardHeader title="Unused keys" description={<PolicyWords answer={query.data} />} />
      <CardBody>
        {query.data === undefined ? (
          query.error ? (
            <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton className="h-48" />
          )
        ) : (
          <RulesForm path={path} answer={query.data} mayManage={mayManage} key={query.data.updatedAt} />
        )}
      </CardBody>
    </Card>
  );
}

function PolicyWords({ answer }: { answer: Answer | undefined }) {
  const own = "Each happens once, after its own days, and its owner is told. Nothing happens while no gateway reports.";
  if (!answer?.policyIdle) return own;
  const { response, days: after } = answer.policyIdle;
  const words = { tell: "its owner is told of a key", disable: "a key is disabled", revoke: "a key is revoked" };
  return `${own} Beside these, the policy says that ${words[response]} after ${after} days without use.`;
}

function RulesForm({
  path,
  answer: { rules },
  mayManage,
}: {
  path: { organization: string; project: string; environment: string };
  answer: Answer;
  mayManage: boolean;
}) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    disabled: !mayManage,
    defaultValues: {
      neverUsed: shownAll(rules.neverUsed),
      idle: shownAll(rules.idle),
      endIdleVersions: shown(rules.endIdleVersions),
      revokeDisabled: shown(rules.revokeDisabled),
    },
  });
  const submit = async (values: Values) => {
    await latchkey.PUT(UNUSED_RULES_PATH, {
      params: { path },
      body: {
        neverUsed: daysOf(values.neverUsed),
        idle: daysOf(values.idle),
        endIdleVersions: days(values.endIdleVersions),
        revokeDisabled: days(values.revokeDisabled),
      },
    });
    await queryClient.invalidateQueries({ queryKey: ["get", UNUSED_RULES_PATH] });
    toast.success("The rules for unused keys are saved.");
  };
  return (
    <Form form={form} onSubmit={submit} aria-label="Rules for unused keys">
      {(["neverUsed", "idle"] as const).map((when) => (
        <Fieldset
          key={when}
          legend={when === "neverUsed" ? "A key that was never used" : "A key that has not been used for a while"}
        >
          <div className="grid gap-4 sm:grid-cols-3">
            {STEPS.map(([step, label]) => (
              <FormField form={form} key={step} name={`${when}.${step}`} label={label} optional>
                {(field) => <Input {...field} type="number" min={1} max={3650} inputMode="numeric" suffix="days" />}
              </FormField>
            ))}
          </div>
        </Fieldset>
      ))}
      <Fieldset legend="What is left over">
        <div className="grid gap-4 sm:grid-cols-2">
          <FormField
            form={form}
            name="endIdleVersions"
            label="End an old secret that is not used after"
            hint="Before its overlap is over."
            optional
          >
            {(field) => <Input {...field} type="number" min={1} max={3650} inputMode="numeric" suffix="days" />}
          </FormField>
          <FormField
            form={form}
            name="revokeDisabled"
            label="Revoke a disabled key after"
            hint="Without a call that was refused."
            optional
          >
            {(field) => <Input {...field} type="number" min={1} max={3650} inputMode="numeric" suffix="days" />}
          </FormField>
        </div>
      </Fieldset>
      {mayManage && (
        <FormActions>
          <SubmitButton pendingLabel="Saving">Save rules</SubmitButton>
        </FormActions>
      )}
    </Form>
  );
}
