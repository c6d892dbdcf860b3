"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { TimeZoneInput } from "@/components/identity/time-zone-input";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { slugify } from "@/lib/core/slug";
import { createOrganizationSchema } from "@/lib/organizations/schema";

/** Makes an organization of which the person becomes the owner. */
export function NewOrganizationForm() {
  const router = useRouter();
  const hydrated = useHydrated();
  const form = useForm({
    resolver: zodResolver(createOrganizationSchema),
    defaultValues: { name: "", slug: undefined, timezone: undefined },
  });
  const { name, timezone } = form.watch();
  const own = hydrated ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  return (
    <Form
      form={form}
      aria-label="New organization"
      onSubmit={async (body) => {
        const { data } = await latchkey.POST("/organizations", { body: { ...body, timezone: body.timezone ?? own } });
        if (data) router.push(paths.start(data.slug));
        router.refresh();
      }}
    >
      <FormField form={form} name="name" label="Name" hint="Your company's or team's name." required>
        {(field) => <Input {...field} autoComplete="organization" maxLength={100} dir="auto" />}
      </FormField>
      <FormField form={form} name="slug" label="Slug" hint="Its name in addresses and in the API." optional>
        {(field) => (
          <Input
            {...field}
            value={field.value ?? ""}
            onChange={(event) => field.onChange(event.target.value === "" ? undefined : event.target.value)}
            placeholder={slugify(name, "organization")}
            autoComplete="off"
            spellCheck={false}
            mono
          />
        )}
      </FormField>
      <FormField
        form={form}
        name="timezone"
        label="Time zone"
        hint="The months of quotas, today's numbers and the days of mail follow it."
      >
        {(field) => <TimeZoneInput value={timezone ?? own} onValueChange={field.onChange} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Creating">Create organization</SubmitButton>
      </FormActions>
    </Form>
  );
}
