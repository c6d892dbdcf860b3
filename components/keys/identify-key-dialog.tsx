"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";

type Props = { organization: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Finds the key of a pasted secret. The secret is sent in a body, never in an address, and is gone with the dialog. */
export function IdentifyKeyDialog({ organization, open, onOpenChange }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="Identify a key"
      description="Paste a secret to find its key. It is hashed, looked up and kept nowhere."
    >
      {open && <IdentifyForm organization={organization} onFound={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function IdentifyForm({ organization, onFound }: { organization: string; onFound: () => void }) {
  const router = useRouter();
  const form = useForm({ defaultValues: { secret: "" } });
  return (
    <Form
      form={form}
      aria-label="Identify a key"
      onSubmit={async (body) => {
        const { data } = await latchkey.POST("/organizations/{organization}/keys/identify", {
          params: { path: { organization } },
          body,
        });
        if (!data) return;
        onFound();
        router.push(paths.key(organization, data.key.id));
      }}
    >
      <FormField form={form} name="secret" label="Secret" required>
        {(field) => <PasswordInput {...field} autoComplete="off" autoFocus />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Looking">Find the key</SubmitButton>
      </FormActions>
    </Form>
  );
}
