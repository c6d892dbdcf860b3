"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";
import { newPasswordSchema, SHORTEST_PASSWORD } from "@/lib/identity/schema";
import { WithToken } from "./mailed-link";

const schema = z.object({ password: newPasswordSchema });
const AGAIN = { href: paths.forgotPassword(), label: "Ask for a new link" };

/** Sets a password with a mailed link: the first one of an account, or a new one where the old is forgotten. */
export function SetPasswordForm() {
  const [email, setEmail] = useState<string | null>(null);
  if (email !== null) {
    return (
      <Alert
        tone="success"
        live="polite"
        title="Your password is set"
        actions={
          <ButtonLink variant="primary" href={paths.signIn()}>
            Sign in
          </ButtonLink>
        }
      >
        <p>
          Every session of <bdi>{email}</bdi> has ended. Sign in with the new password.
        </p>
      </Alert>
    );
  }
  return (
    <WithToken again={AGAIN}>
      {(token, forget) => (
        <Fields
          token={token}
          onSet={(address) => {
            forget();
            setEmail(address);
          }}
        />
      )}
    </WithToken>
  );
}

function Fields({ token, onSet }: { token: string; onSet: (email: string) => void }) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { password: "" } });
  return (
    <Form
      form={form}
      aria-label="Set a password"
      onSubmit={async ({ password }) => {
        const { data } = await plainLatchkey.POST("/password-resets/confirm", { body: { token, password } });
        onSet(data?.email ?? "");
      }}
    >
      <FormField
        form={form}
        name="password"
        label="New password"
        hint={`At least ${SHORTEST_PASSWORD} characters. A sentence is a good one.`}
        required
      >
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full" pendingLabel="Setting">
          Set password
        </SubmitButton>
        <ButtonLink variant="link" href={AGAIN.href} className="w-full">
          {AGAIN.label}
        </ButtonLink>
      </FormActions>
    </Form>
  );
}
