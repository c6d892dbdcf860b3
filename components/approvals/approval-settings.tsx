"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { useDirectory } from "@/components/policies/use-directory";
import { $api, latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { DescriptionList } from "@/components/ui/description-list";
import { Duration } from "@/components/ui/duration";
import { DurationInput } from "@/components/ui/duration-input";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { formatDuration } from "@/lib/core/durations";
import { SETTINGS_PATH } from "./approval-paths";
import { RequestsHeader } from "./requests-header";

type Settings = components["schemas"]["ApprovalSettings"];
type Directory = ReturnType<typeof useDirectory>;

/** How approvals work in all environments: emergencies, the fallback, and the chat. */
export function ApprovalSettings({ organization }: { organization: string }) {
  const query = $api.useQuery("get", SETTINGS_PATH, { params: { path: { organization } } });
  const directory = useDirectory(organization);
  const settings = query.data;
  return (
    <>
      <RequestsHeader
        organization={organization}
        description="What holds for requests in every environment. Who has to agree stands in each environment's policy."
      />
      {query.isPending && <Skeleton className="h-80" />}
      {query.error && !settings && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {settings &&
        (settings.actions.manage === null ? (
          <SettingsForm organization={organization} settings={settings} directory={directory} />
        ) : (
          <SettingsSummary settings={settings} directory={directory} />
        ))}
    </>
  );
}

function SettingsSummary({ settings, directory }: { settings: Settings; directory: Directory }) {
  const named = (ids: readonly string[], none: string) =>
    ids.length === 0 ? none : <bdi>{ids.map((id) => directory.names[id] ?? "someone who has left").join(", ")}</bdi>;
  return (
    <div className="flex flex-col gap-6">
      <Alert tone="info">{settings.actions.manage}</Alert>
      <DescriptionList
        items={[
          { term: "May break the glass", description: named(settings.breakGlassMembers, "Nobody") },
          { term: "For at most", description: <Duration seconds={settings.breakGlassSeconds} /> },
          {
            term: "Decide after an escalation",
            description: named([...settings.fallbackTeams, ...settings.fallbackMembers], "The owners"),
          },
          { term: "Messages go to", description: settings.webhookHost ?? "Nowhere but mail" },
        ]}
      />
    </div>
  );
}

type FormProps = { organization: string; settings: Settings; directory: Directory };

function SettingsForm({ organization, settings, directory }: FormProps) {
  const queryClient = useQueryClient();
  const valuesOf = ({ breakGlassMembers, breakGlassSeconds, fallbackTeams, fallbackMembers }: Settings) => ({
    breakGlassMembers,
    breakGlassDuration: formatDuration(breakGlassSeconds),
    fallbackTeams,
    fallbackMembers,
    webhookUrl: "",
    removeWebhook: false,
  });
  const form = useForm({ defaultValues: valuesOf(settings) });
  return (
    <Form
      form={form}
      warnOnLeave
      className="gap-10"
      aria-label="Settings of approvals"
      onSubmit={async ({ webhookUrl, removeWebhook, ...values }) => {
        const url = webhookUrl.trim();
        const { data } = await latchkey.PATCH(SETTINGS_PATH, {
          params: { path: { organization } },
          body: { ...values, ...(url === "" ? (removeWebhook ? { webhookUrl: null } : {}) : { webhookUrl: url }) },
        });
        await queryClient.invalidateQueries({ queryKey: ["get", SETTINGS_PATH] });
        if (data) form.reset(valuesOf(data));
        toast.success("The settings are saved");
      }}
    >
      <Section
        aside
        title="Break-glass"
        description="Who may act without approval in an emergency. Every owner is told at once, and someone else reviews it."
      >
        <FormField
          form={form}
          name="breakGlassMembers"
          label="Who may break the glass"
          hint="Owners and admins. Nobody named means nobody may."
          optional
        >
          {(field) => (
            <MultiCombobox
              options={directory.members}
              values={field.value}
              onValuesChange={field.onChange}
              placeholder="Add an owner or admin"
              max={50}
            />
          )}
        </FormField>
        <FormField
          form={form}
          name="breakGlassDuration"
          label="For at most"
          hint="5 minutes to 24 hours; then it ends by itself."
          required
        >
          {(field) => (
            <DurationInput
              value={field.value}
              onValueChange={field.onChange}
              units={["m", "h"]}
              presets={["30m", "1h", "4h"]}
              maxSeconds={86_400}
            />
          )}
        </FormField>
      </Section>
      <Section
        aside
        title="Escalation"
        description="Who may also decide once a request has waited longer than its environment's policy says. Nobody named means the owners."
      >
        <FormField form={form} name="fallbackTeams" label="Teams" optional>
          {(field) => (
            <MultiCombobox
              options={directory.teams}
              values={field.value}
              onValuesChange={field.onChange}
              placeholder="Add a team"
              max={20}
            />
          )}
        </FormField>
        <FormField form={form} name="fallbackMembers" label="Members" optional>
          {(field) => (
            <MultiCombobox
              options={directory.members}
              values={field.value}
              onValuesChange={field.onChange}
              placeholder="Add a member"
              max={50}
            />
          )}
        </FormField>
      </Section>
      <Section
        aside
        title="Chat"
        description="A Slack-compatible incoming webhook: it hears of every request and of how it ended, never of a secret."
      >
        <FormField
          form={form}
          name="webhookUrl"
          label="Address of the webhook"
          hint={
            settings.webhookHost
              ? `Messages go to ${settings.webhookHost}. The whole address is a secret and is not shown; a new one replaces it.`
              : "Such as https://hooks.slack.com/services/… The address is kept sealed and is not shown again."
          }
          optional
        >
          {(field) => <Input {...field} type="url" autoComplete="off" maxLength={2000} mono />}
        </FormField>
        {settings.webhookHost && (
          <FormField form={form} name="removeWebhook" label="Remove the webhook" labelHidden>
            {(field) => (
              <Checkbox
                checked={field.value}
                onCheckedChange={field.onChange}
                label="Send no more messages to the chat"
              />
            )}
          </FormField>
        )}
      </Section>
      <FormActions>
        <SubmitButton pendingLabel="Saving">Save settings</SubmitButton>
      </FormActions>
    </Form>
  );
}
