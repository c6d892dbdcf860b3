"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { TimeZoneInput } from "@/components/identity/time-zone-input";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { InlineCode } from "@/components/ui/inline-code";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { createOrganizationSchema } from "@/lib/organizations/schema";
import { ORGANIZATION_PATH, organizationInit } from "./organization-query";
import { useOrganization } from "./use-organization";

type Organization = components["schemas"]["Organization"];

/** Name, slug and time zone of the organization. */
export function GeneralSettings({ organization, manages }: { organization: string; manages: boolean }) {
  const query = useOrganization(organization);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="h-64" />;
  return (
    <div className="flex max-w-4xl flex-col gap-10">
      <Section aside title="Organization" description="How it is called, here and in addresses.">
        {manages ? (
          <GeneralForm organization={query.data} />
        ) : (
          <Alert>Owners and admins change these. Yours is the role {query.data.role ?? "auditor"}.</Alert>
        )}
      </Section>
      <Section aside title="Facts">
        <DescriptionList
          items={[
            { term: "Id", description: <InlineCode>{query.data.id}</InlineCode> },
            { term: "Slug", description: <InlineCode>{query.data.slug}</InlineCode> },
            { term: "Time zone", description: query.data.timezone.replaceAll("_", " ") },
            { term: "Created", description: <DateTime value={query.data.createdAt} format="date" /> },
          ]}
        />
      </Section>
    </div>
  );
}

const schema = createOrganizationSchema.required();

function GeneralForm({ organization }: { organization: Organization }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: zodResolver(schema),
    defaultValues: { name: organization.name, slug: organization.slug, timezone: organization.timezone },
  });
  const { slug } = form.watch();
  return (
    <Form
      form={form}
      aria-label="General settings"
      onSubmit={async (body) => {
        const { data } = await latchkey.PATCH(ORGANIZATION_PATH, {
          params: { path: { organization: organization.id } },
          body,
        });
        if (!data) return;
        form.reset(body);
        toast.success("Saved");
        if (data.slug === organization.slug) {
          queryClient.setQueryData(["get", ORGANIZATION_PATH, organizationInit(organization.slug)], data);
        } else router.replace(paths.settings(data.slug));
        router.refresh();
      }}
    >
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="organization" maxLength={100} dir="auto" />}
      </FormField>
      <FormField form={form} name="slug" label="Slug" hint="Its name in addresses and in the API." required>
        {(field) => <Input {...field} autoComplete="off" spellCheck={false} mono />}
      </FormField>
      {slug !== organization.slug && (
        <Alert tone="warning" live="polite">
          Addresses and programs that use <InlineCode>{organization.slug}</InlineCode> no longer find the organization.
          The id always does.
        </Alert>
      )}
      <FormField
        form={form}
        name="timezone"
        label="Time zone"
        hint="Days and months of usage and quotas follow it."
        required
      >
        {(field) => (
          <TimeZoneInput value={field.value} onValueChange={(zone) => zone !== null && field.onChange(zone)} />
        )}
      </FormField>
      <FormActions>
        <SubmitButton disabled={!form.formState.isDirty} pendingLabel="Saving">
          Save
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
