"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { PasswordInput } from "@/components/ui/password-input";
import { signInSchema } from "@/lib/identity/schema";

type Props = {
  /** Fixed where the page knows whose sign-in it is. */
  email?: string;
  onSignedIn: (half: boolean) => void;
};

/** E-mail and password. `half`: a factor is still to be proved. */
export function PasswordSignIn({ email, onSignedIn }: Props) {
  const form = useForm({ resolver: zodResolver(signInSchema), defaultValues: { email: email ?? "", password: "" } });
  return (
    <Form
      form={form}
      aria-label="Sign in"
      onSubmit={async (body) => {
        const { data } = await plainLatchkey.POST("/sessions", { body });
        onSignedIn(data?.half === true);
      }}
    >
      <FormField form={form} name="email" label="E-mail" required>
        {(field) => (
          <Input {...field} type="email" autoComplete="username webauthn" readOnly={email !== undefined} dir="auto" />
        )}
      </FormField>
      <FormField
        form={form}
        name="password"
        label="Password"
        required
        action={
          <Link href={paths.forgotPassword()} tone="muted">
            Forgot it?
          </Link>
        }
      >
        {(field) => <PasswordInput {...field} autoComplete="current-password" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full" pendingLabel="Signing in">
          Sign in
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
