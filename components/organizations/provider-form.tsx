"use client";

import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { Select } from "@/components/ui/select";
import { TagInput } from "@/components/ui/tag-input";
import { toast } from "@/components/ui/toast";
import { capital } from "./role-words";

type Provider = components["schemas"]["IdentityProvider"];
type Given = Provider["defaultRole"];
const GIVEN: readonly Given[] = ["developer", "auditor", "admin"];

type Values = {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  defaultRole: Given;
  justInTime: boolean;
  groupsClaim: string;
  groupRoles: Record<string, string>;
  enabled: boolean;
};
type Props = { organization: string; provider: Provider | null; onSaved: () => void };

/** Group names to roles, of what was typed; what is no role that a provider may give is left for the API to refuse. */
function rolesOf(typed: Readonly<Record<string, string>>): { roles: Record<string, Given>; wrong: string | null } {
  const roles: Record<string, Given> = {};
  for (const [group, role] of Object.entries(typed)) {
    const known = GIVEN.find((one) => one === role);
    if (!known) return { roles, wrong: `${group}: must be admin, developer or auditor` };
    roles[group] = known;
  }
  return { roles, wrong: null };
}

/** An identity provider's address, credentials, and what it gives to whom. */
export function ProviderForm({ organization, provider, onSaved }: Props) {
  const form = useForm<Values>({
    defaultValues: {
      name: provider?.name ?? "",
      issuer: provider?.issuer ?? "",
      clientId: provider?.clientId ?? "",
      clientSecret: "",
      defaultRole: provider?.defaultRole ?? "developer",
      justInTime: provider?.justInTime ?? false,
      groupsClaim: provider?.groupsClaim ?? "groups",
      groupRoles: { ...provider?.groupRoles },
      enabled: provider?.enabled ?? true,
    },
  });
  return (
    <Form
      form={form}
      aria-label="Identity provider"
      onSubmit={async ({ groupRoles, issuer, clientSecret, ...rest }) => {
        const { roles, wrong } = rolesOf(groupRoles);
        if (wrong !== null) {
          form.setError("groupRoles", { message: wrong });
          return;
        }
        if (provider) {
          await latchkey.PATCH("/organizations/{organization}/identity-providers/{provider}", {
            params: { path: { organization, provider: provider.id } },
            body: { ...rest, groupRoles: roles, ...(clientSecret === "" ? {} : { clientSecret }) },
          });
        } else {
          await latchkey.POST("/organizations/{organization}/identity-providers", {
            params: { path: { organization } },
            body: { ...rest, issuer, clientSecret, groupRoles: roles },
          });
        }
        toast.success("Saved");
        onSaved();
      }}
    >
      <FormField form={form} name="name" label="Name" hint="What people read on the button." required>
        {(field) => <Input {...field} autoComplete="off" maxLength={60} />}
      </FormField>
      <FormField
        form={form}
        name="issuer"
        label="Issuer"
        hint={provider ? "It stays. For another issuer, add another provider." : "Such as https://login.example.com"}
        required
      >
        {(field) => <Input {...field} type="url" mono autoComplete="off" readOnly={provider !== null} />}
      </FormField>
      <FormField form={form} name="clientId" label="Client id" required>
        {(field) => <Input {...field} mono autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="clientSecret"
        label="Client secret"
        required={provider === null}
        {...(provider ? { hint: "Empty keeps the one that is stored." } : {})}
      >
        {(field) => <PasswordInput {...field} autoComplete="off" />}
      </FormField>
      <FormField form={form} name="justInTime" label="New people" labelHidden>
        {(field) => (
          <Checkbox
            checked={field.value}
            onCheckedChange={field.onChange}
            label="Add people as members when they first sign in"
            description="Only with an address of a verified domain. Otherwise they need an invitation."
          />
        )}
      </FormField>
      <FormField form={form} name="defaultRole" label="Role of new people" required>
        {(field) => (
          <Select
            value={field.value}
            onValueChange={field.onChange}
            options={GIVEN.map((role) => ({ value: role, label: capital(role) }))}
          />
        )}
      </FormField>
      <FormField form={form} name="groupsClaim" label="Claim that holds the groups" required>
        {(field) => <Input {...field} mono autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="groupRoles"
        label="Groups and their roles"
        hint="A group of the provider, and admin, developer or auditor. Nobody becomes an owner this way."
        optional
      >
        {(field) => <TagInput value={field.value} onValueChange={field.onChange} />}
      </FormField>
      <FormField form={form} name="enabled" label="On" labelHidden>
        {(field) => (
          <Checkbox checked={field.value} onCheckedChange={field.onChange} label="People may sign in with it" />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Saving">{provider ? "Save" : "Add provider"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
