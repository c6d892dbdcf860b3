"use client";

import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";

type Props = { organization: string; onClose: () => void; onMade: () => Promise<unknown> };
type Kind = "vault_kv2" | "webhook";
type Values = {
  name: string;
  kind: Kind;
  settings: { address: string; mount: string; path: string; url: string };
  credentials: { token: string; signingSecret: string };
};

function bodyOf({ name, kind, settings, credentials }: Values) {
  if (kind === "webhook") {
    const { signingSecret } = credentials;
    return { name, kind, settings: { url: settings.url.trim() }, credentials: { signingSecret } } as const;
  }
  const { address, mount, path } = settings;
  return {
    name,
    kind,
    settings: { address: address.trim(), mount: mount.trim(), path: path.trim(), field: "value" },
    credentials: { token: credentials.token },
  } as const;
}

/** Sets up a delivery target. Credentials are sent once and never shown again. */
export function NewTargetDialog({ organization, onClose, onMade }: Props) {
  const form = useForm<Values>({
    defaultValues: {
      name: "",
      kind: "vault_kv2",
      settings: { address: "https://", mount: "secret", path: "", url: "https://" },
      credentials: { token: "", signingSecret: "" },
    },
  });
  const kind = form.watch("kind");
  const submit = async (values: Values) => {
    await latchkey.POST("/organizations/{organization}/delivery-targets", {
      params: { path: { organization } },
      body: bodyOf(values),
    });
    await onMade();
    toast.success(`${values.name} is set up.`, { description: "Try it before a key depends on it." });
    onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title="New delivery target">
      <Form form={form} onSubmit={submit} aria-label="New delivery target">
        <FormField form={form} name="name" label="Name" required>
          {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
        </FormField>
        <FormField form={form} name="kind" label="Kind" required>
          {(field) => (
            <RadioGroup<Kind>
              appearance="cards"
              columns={2}
              value={field.value}
              onValueChange={field.onChange}
              options={[
                { value: "vault_kv2", label: "HashiCorp Vault", description: "The key-value engine, version 2." },
                { value: "webhook", label: "Signed webhook", description: "A service of your own that takes secrets." },
              ]}
            />
          )}
        </FormField>
        {kind === "vault_kv2" ? (
          <>
            <FormField form={form} name="settings.address" label="Address" required>
              {(field) => <Input {...field} type="url" mono autoComplete="off" maxLength={500} />}
            </FormField>
            <FormField form={form} name="settings.mount" label="Mount" required>
              {(field) => <Input {...field} mono autoComplete="off" maxLength={300} />}
            </FormField>
            <FormField
              form={form}
              name="settings.path"
              label="Path"
              hint="For keys that name no place of their own."
              optional
            >
              {(field) => <Input {...field} mono autoComplete="off" maxLength={300} />}
            </FormField>
            <FormField
              form={form}
              name="credentials.token"
              label="Token"
              hint="With create and update on that path, and nothing else."
              required
            >
              {(field) => <PasswordInput {...field} autoComplete="off" />}
            </FormField>
          </>
        ) : (
          <>
            <FormField form={form} name="settings.url" label="Address" required>
              {(field) => <Input {...field} type="url" mono autoComplete="off" maxLength={500} />}
            </FormField>
            <FormField
              form={form}
              name="credentials.signingSecret"
              label="Signing secret"
              hint="At least 24 characters. Your service checks the webhook-signature field with it (Standard Webhooks)."
              required
            >
              {(field) => <PasswordInput {...field} autoComplete="off" />}
            </FormField>
          </>
        )}
        <FormActions>
          <SubmitButton pendingLabel="Setting up">Set up target</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  );
}
