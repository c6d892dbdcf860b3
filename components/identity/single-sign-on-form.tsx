"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { plainLatchkey } from "@/components/session/browser-api";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { addressSchema } from "@/lib/identity/schema";
import { goToProvider } from "./go-to-provider";

/** The identity provider that the address's domain leads to. */
export function SingleSignOnForm({ callback }: { callback: string }) {
  const form = useForm({ resolver: zodResolver(addressSchema), defaultValues: { email: "" } });
  return (
    <Form
      form={form}
      aria-label="Single sign-on"
      onSubmit={async (body) => {
        const { data } = await plainLatchkey.POST("/sign-in/providers/discover", { body });
        if (data?.provider) await goToProvider(data.provider, callback);
        else
          form.setError("email", {
            message: "No organization here signs this domain in. Use another way, or ask yours.",
          });
      }}
    >
      <FormField form={form} name="email" label="Work e-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="username" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full" pendingLabel="Looking">
          Continue
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
