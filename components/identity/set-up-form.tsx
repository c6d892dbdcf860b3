"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SHORTEST_PASSWORD } from "@/lib/identity/schema";
import { setUpSchema } from "@/lib/organizations/schema";

/** Makes the first owner and organization, and signs the owner in. */
export function SetUpForm() {
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(setUpSchema),
    defaultValues: { name: "", email: "", password: "", organization: "" },
  });
  return (
    <Form
      form={form}
      aria-label="Set up"
      onSubmit={async (body) => {
        const { data } = await latchkey.POST("/set-up", { body });
        router.push(data ? paths.start(data.organization.slug) : paths.home());
        router.refresh();
      }}
    >
      <FormField form={form} name="name" label="Your name" required>
        {(field) => <Input {...field} autoComplete="name" />}
      </FormField>
      <FormField form={form} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </FormField>
      <FormField
        form={form}
        name="password"
        label="Password"
        hint={`At least ${SHORTEST_PASSWORD} characters.`}
        required
      >
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <FormField form={form} name="organization" label="Organization" hint="Your company's or team's name." required>
        {(field) => <Input {...field} autoComplete="organization" />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Setting up">Create organization</SubmitButton>
      </FormActions>
    </Form>
  );
}
