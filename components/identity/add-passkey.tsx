"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { browserSupportsWebAuthn, startRegistration } from "@simplewebauthn/browser";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { useHydrated } from "@/components/ui/use-hydrated";
import { renamePasskeySchema } from "@/lib/identity/schema";
import { isCreationOptions, plainAttestation } from "./plain-credential";

const REFUSALS: Record<string, string> = {
  NotAllowedError: "No passkey was created: it was cancelled, or it took too long.",
  InvalidStateError: "This device already holds a passkey of yours.",
};

/** Adds a passkey of this device, a security key or a phone. */
export function AddPasskey({ onAdded }: { onAdded: (recoveryCodes: readonly string[] | null) => void }) {
  const hydrated = useHydrated();
  const form = useForm({ resolver: zodResolver(renamePasskeySchema), defaultValues: { name: "" } });
  if (hydrated && !browserSupportsWebAuthn()) {
    return <Alert tone="warning">This browser knows no passkeys. Use another one, or an authenticator app.</Alert>;
  }
  return (
    <Form
      form={form}
      aria-label="Add a passkey"
      onSubmit={async ({ name }) => {
        const { data: options } = await latchkey.POST("/account/passkeys/options");
        if (!options || !isCreationOptions(options)) throw new Error("The API answered no options for a passkey.");
        let made: Awaited<ReturnType<typeof startRegistration>>;
        try {
          made = await startRegistration({ optionsJSON: options });
        } catch (error) {
          const refusal = error instanceof Error ? REFUSALS[error.name] : undefined;
          if (refusal === undefined) throw error;
          form.setError("name", { message: refusal });
          return;
        }
        const { data } = await latchkey.POST("/account/passkeys", { body: { name, response: plainAttestation(made) } });
        if (data) onAdded(data.recoveryCodes);
      }}
    >
      <FormField form={form} name="name" label="Name" hint="Which device holds it, such as work laptop." required>
        {(field) => <Input {...field} autoComplete="off" maxLength={60} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Waiting for the passkey">Add a passkey</SubmitButton>
      </FormActions>
    </Form>
  );
}
