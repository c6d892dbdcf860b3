"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { addressSchema } from "@/lib/identity/schema";

/** Asks for a link to set a new password. What it says is the same for every address. */
export function ForgotPasswordForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(addressSchema), defaultValues: { email: "" } });
  if (sentTo !== null) {
    return (
      <Alert
        tone="success"
        live="polite"
        title="Look into your mailbox"
        actions={<ButtonLink href={paths.signIn()}>Back to sign in</ButtonLink>}
      >
        <p>
          If <bdi>{sentTo}</bdi> has an account, a link to set a new password is on its way. It works once, for an hour.
        </p>
        <p>Nothing came? Look among unwanted mail, and check the address.</p>
      </Alert>
    );
  }
  return (
    <Form
      form={form}
      aria-label="Forgotten password"
      onSubmit={async (body) => {
        await plainLatchkey.POST("/password-resets", { body });
        setSentTo(body.email);
      }}
    >
      <FormField form={form} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full">Send the link</SubmitButton>
        <ButtonLink variant="link" href={paths.signIn()} className="w-full">
          Back to sign in
        </ButtonLink>
      </FormActions>
    </Form>
  );
}
