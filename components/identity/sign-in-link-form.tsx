"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { plainLatchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { addressSchema } from "@/lib/identity/schema";

/** Asks for a link by mail. What it says is the same for every address. */
export function SignInLinkForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(addressSchema), defaultValues: { email: "" } });
  if (sentTo !== null) {
    return (
      <Alert tone="success" live="polite" title="Look into your mailbox">
        <p>
          If <bdi>{sentTo}</bdi> has an account, a link is on its way. It works once, for 15 minutes.
        </p>
      </Alert>
    );
  }
  return (
    <Form
      form={form}
      aria-label="Sign-in link"
      onSubmit={async (body) => {
        await plainLatchkey.POST("/sign-in-links", { body });
        setSentTo(body.email);
      }}
    >
      <FormField form={form} name="email" label="E-mail" hint="The link is sent there." required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full">Send the link</SubmitButton>
      </FormActions>
    </Form>
  );
}
