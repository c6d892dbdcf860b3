"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { RadioGroup } from "@/components/ui/radio-group";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { ORGANIZATION_PATH, organizationInit } from "./organization-query";
import { useOrganization } from "./use-organization";

type Organization = components["schemas"]["Organization"];

/** How members sign in, how long their sessions live, and what becomes of keys when SCIM removes someone. */
export function SecuritySettings({ organization, manages }: { organization: string; manages: boolean }) {
  const query = useOrganization(organization);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="h-96" />;
  return <SecurityForm organization={query.data} manages={manages} />;
}

function SecurityForm({ organization, manages }: { organization: Organization; manages: boolean }) {
  const queryClient = useQueryClient();
  const { requireMfa, sessionStrength, ssoOnly, offboarding } = organization;
  const form = useForm({ defaultValues: { requireMfa, sessionStrength, ssoOnly, offboarding } });
  const values = form.watch();
  return (
    <Form
      form={form}
      aria-label="Security"
      className="max-w-4xl gap-10"
      onSubmit={async (body) => {
        const { data } = await latchkey.PATCH(ORGANIZATION_PATH, {
          params: { path: { organization: organization.id } },
          body,
        });
        if (data) queryClient.setQueryData(["get", ORGANIZATION_PATH, organizationInit(organization.slug)], data);
        form.reset(body);
        toast.success("Saved");
      }}
    >
      {!manages && <Alert>Owners and admins change these. You see them as they are.</Alert>}
      <Section aside title="Signing in" description="What members need besides a password.">
        <div className="flex flex-col gap-4">
          <FormField form={form} name="requireMfa" label="Second factor" labelHidden>
            {(field) => (
              <Checkbox
                checked={field.value}
                onCheckedChange={field.onChange}
                disabled={!manages}
                label="Everyone needs a second factor"
                description="Members without one add it the next time they come; until then they see nothing of the organization."
              />
            )}
          </FormField>
          {values.requireMfa && !requireMfa && (
            <Alert tone="warning" live="polite">
              This counts at once, also for sessions that are open now.{" "}
              <Link href={paths.members(organization.slug)}>See who has none yet</Link>.
            </Alert>
          )}
          <FormField form={form} name="ssoOnly" label="Single sign-on only" labelHidden>
            {(field) => (
              <Checkbox
                checked={field.value}
                onCheckedChange={field.onChange}
                disabled={!manages}
                label="Members come in through the identity provider only"
                description="Owners are exempt, so that a broken provider locks nobody out for good."
              />
            )}
          </FormField>
        </div>
      </Section>
      <Section aside title="Sessions" description="How long a member stays signed in.">
        <FormField form={form} name="sessionStrength" label="Length of sessions" labelHidden>
          {(field) => (
            <RadioGroup
              appearance="cards"
              value={field.value}
              onValueChange={field.onChange}
              disabled={!manages}
              options={[
                { value: "normal", label: "Normal", description: "A day unused, 30 days in all." },
                { value: "high", label: "Short", description: "An hour unused, a day in all." },
              ]}
            />
          )}
        </FormField>
      </Section>
      <Section
        aside
        title="Offboarding"
        description="What happens to the keys of a member whom the identity provider removes (SCIM)."
      >
        <FormField form={form} name="offboarding" label="Keys of removed members" labelHidden>
          {(field) => (
            <RadioGroup
              appearance="cards"
              value={field.value}
              onValueChange={field.onChange}
              disabled={!manages}
              options={[
                {
                  value: "transfer_to_remover",
                  label: "Transfer them",
                  description: "To an owner, who is told. They go on working.",
                },
                {
                  value: "disable",
                  label: "Disable them",
                  description: "They stop working, and can be enabled again.",
                },
                { value: "revoke", label: "Revoke them", description: "They stop working for good." },
              ]}
            />
          )}
        </FormField>
      </Section>
      <FormActions>
        <SubmitButton disabled={!manages || !form.formState.isDirty} pendingLabel="Saving">
          Save
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
