"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { DateTime } from "@/components/ui/date-time";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { PasswordInput } from "@/components/ui/password-input";
import { toast } from "@/components/ui/toast";
import { newPasswordSchema, SHORTEST_PASSWORD, typedPasswordSchema } from "@/lib/identity/schema";

const withCurrent = z.object({ currentPassword: typedPasswordSchema, newPassword: newPasswordSchema });
const first = z.object({ currentPassword: z.string(), newPassword: newPasswordSchema });

/** Changes the password, or sets the first one of someone who came in another way. */
export function ChangePasswordForm({ account }: { account: components["schemas"]["Account"] }) {
  const queryClient = useQueryClient();
  const hasPassword = account.factors.password;
  const form = useForm({
    resolver: zodResolver(hasPassword ? withCurrent : first),
    defaultValues: { currentPassword: "", newPassword: "" },
  });
  return (
    <Form
      form={form}
      aria-label="Change the password"
      onSubmit={async ({ currentPassword, newPassword }) => {
        await latchkey.POST("/account/password", {
          body: { newPassword, ...(hasPassword ? { currentPassword } : {}) },
        });
        form.reset();
        toast.success("Your password is changed. Every other session has ended.");
        await queryClient.invalidateQueries({ queryKey: ["get", "/account"] });
      }}
    >
      {/* Password managers look for the name that the new password belongs to. */}
      <input
        type="text"
        value={account.email}
        readOnly
        autoComplete="username"
        className="hidden"
        aria-hidden
        tabIndex={-1}
      />
      {hasPassword && (
        <FormField form={form} name="currentPassword" label="Current password" required>
          {(field) => <PasswordInput {...field} autoComplete="current-password" />}
        </FormField>
      )}
      <FormField
        form={form}
        name="newPassword"
        label="New password"
        hint={`At least ${SHORTEST_PASSWORD} characters. A sentence is a good one.`}
        required
      >
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <FormActions>
        <SubmitButton variant="secondary" pendingLabel="Changing">
          {hasPassword ? "Change password" : "Set password"}
        </SubmitButton>
        {account.passwordChangedAt !== null && (
          <span className="text-muted text-xs">
            Last changed <DateTime value={account.passwordChangedAt} />
          </span>
        )}
      </FormActions>
    </Form>
  );
}
