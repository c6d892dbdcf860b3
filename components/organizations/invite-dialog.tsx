"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { createInvitationSchema } from "@/lib/organizations/schema";
import { RoleInput } from "./role-input";
import type { Viewer } from "./viewer";

type Props = { organization: string; viewer: Viewer; open: boolean; onOpenChange: (open: boolean) => void };

/** Invites an address with a role. */
export function InviteDialog({ open, onOpenChange, ...rest }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite someone"
      description="A link goes to the address. It works once, and for that address alone."
    >
      {open && <InviteForm {...rest} onInvited={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function InviteForm({
  organization,
  viewer,
  onInvited,
}: Pick<Props, "organization" | "viewer"> & { onInvited: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: zodResolver(createInvitationSchema),
    defaultValues: { email: "", role: "developer" as const },
  });
  return (
    <Form
      form={form}
      aria-label="Invite someone"
      onSubmit={async (body) => {
        await latchkey.POST("/organizations/{organization}/invitations", { params: { path: { organization } }, body });
        await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/invitations"] });
        toast.success(`${body.email} is invited.`);
        onInvited();
      }}
    >
      <FormField form={form} name="email" label="E-mail" required>
        {(field) => <Input {...field} type="email" autoComplete="off" />}
      </FormField>
      <FormField form={form} name="role" label="Role" required>
        {(field) => <RoleInput value={field.value} onValueChange={field.onChange} viewer={viewer} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Inviting">Send invitation</SubmitButton>
      </FormActions>
    </Form>
  );
}
