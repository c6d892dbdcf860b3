"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { plainLatchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SHORTEST_PASSWORD, signUpSchema } from "@/lib/identity/schema";

/** An account and an organization of one's own, where sign-up is open. Nothing is made before the mailed link is opened. */
export function SignUpForm() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(signUpSchema),
    defaultValues: { name: "", email: "", password: "", organization: "" },
  });
  if (sentTo !== null) {
    return (
      <Alert tone="success" live="polite" title="Look into your mailbox">
        <p>
          If <bdi>{sentTo}</bdi> is free, a link is on its way there. Opening it creates your account.
        </p>
      </Alert>
    );
  }
  return (
    <Form
      form={form}
      aria-label="Sign up"
      onSubmit={async (body) => {
        await plainLatchkey.POST("/sign-ups", { body });
        setSentTo(body.email);
      }}
    >
      <FormField form={form} name="name" label="Your name" required>
        {(field) => <Input {...field} autoComplete="name" maxLength={100} dir="auto" />}
      </FormField>
      <FormField form={form} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </FormField>
      <FormField
        form={form}
        name="password"
        label="Password"
        hint={`At least ${SHORTEST_PASSWORD} characters. A sentence is a good one.`}
        required
      >
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <FormField form={form} name="organization" label="Organization" hint="Your company's or team's name." required>
        {(field) => <Input {...field} autoComplete="organization" maxLength={100} dir="auto" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full">Send the link</SubmitButton>
      </FormActions>
    </Form>
  );
}
