"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { addressSchema, updateAccountSchema } from "@/lib/identity/schema";
import { TimeZoneInput } from "./time-zone-input";

type Account = components["schemas"]["Account"];

/** Name, time zone, address and organizations of the signed-in person. */
export function Profile() {
  const account = $api.useQuery("get", "/account", {});
  return (
    <>
      <PageHeader title="Profile" description="What others in your organizations see of you." />
      {account.error ? (
        <ErrorState error={account.error} onRetry={() => void account.refetch()} />
      ) : account.data ? (
        <div className="flex max-w-4xl flex-col gap-10">
          <Section aside title="You">
            <PersonForm account={account.data} />
          </Section>
          <Section
            aside
            title="E-mail"
            description="You sign in with it. A change takes effect once the link sent to the new address is opened."
          >
            <EmailForm current={account.data.email} />
          </Section>
          <Section aside title="Organizations" description="Where you are a member.">
            <Memberships account={account.data} />
          </Section>
        </div>
      ) : (
        <Skeleton className="h-64" />
      )}
    </>
  );
}

function PersonForm({ account }: { account: Account }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: zodResolver(updateAccountSchema.required()),
    defaultValues: { name: account.name, timezone: account.timezone },
  });
  return (
    <Form
      form={form}
      aria-label="Your profile"
      onSubmit={async (body) => {
        const { data } = await latchkey.PATCH("/account", { body });
        if (data) queryClient.setQueryData(["get", "/account", {}], data);
        form.reset(body);
        toast.success("Saved");
        router.refresh();
      }}
    >
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="name" maxLength={100} dir="auto" />}
      </FormField>
      <FormField
        form={form}
        name="timezone"
        label="Time zone"
        hint="For times in mail. Pages use the browser's time zone."
      >
        {(field) => (
          <TimeZoneInput
            value={field.value}
            onValueChange={field.onChange}
            clearable
            emptyText="The organization's time zone"
          />
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

function EmailForm({ current }: { current: string }) {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(addressSchema), defaultValues: { email: "" } });
  return (
    <Form
      form={form}
      aria-label="Change the address"
      onSubmit={async (body) => {
        await latchkey.POST("/account/email", { body });
        setSentTo(body.email);
        form.reset({ email: "" });
      }}
    >
      <p className="text-sm">
        Now: <bdi className="font-medium">{current}</bdi>
      </p>
      {sentTo !== null && (
        <Alert tone="success" live="polite" title="Open the link in the new mailbox">
          <p>
            If <bdi>{sentTo}</bdi> can be used, a link is on its way there. Until it is opened, nothing changes.
          </p>
        </Alert>
      )}
      <FormField form={form} name="email" label="New e-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="email" />}
      </FormField>
      <FormActions>
        <SubmitButton variant="secondary">Send the link</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Memberships({ account }: { account: Account }) {
  if (account.memberships.length === 0) {
    return (
      <Card>
        <EmptyState
          compact
          title="You are in no organization"
          action={<ButtonLink href={paths.newOrganization()}>Create one</ButtonLink>}
        >
          Create one of your own, or ask to be invited.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <ul className="divide-y divide-line">
        {account.memberships.map((membership) => (
          <li key={membership.organizationId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 text-sm">
            <Link href={paths.organization(membership.organization)} className="min-w-0 truncate font-medium">
              <bdi>{membership.name}</bdi>
            </Link>
            <Badge>{membership.role}</Badge>
            {membership.requiresMfa && <Badge tone="info">Requires a second factor</Badge>}
            <Link
              tone="muted"
              className="ms-auto"
              href={paths.member(membership.organization, membership.memberId)}
              aria-label={`Your membership of ${membership.name}`}
            >
              Your membership
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
