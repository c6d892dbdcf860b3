"use client";

import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Combobox } from "@/components/ui/combobox";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { KeyDialogProps } from "./revoke-dialog";

async function findOwners(organization: string, text: string) {
  const path = { organization };
  const query = text.trim();
  const [members, teams] = await Promise.all([
    latchkey.GET("/organizations/{organization}/members", {
      params: { path, query: { limit: 20, ...(query === "" ? {} : { q: query }) } },
    }),
    latchkey.GET("/organizations/{organization}/teams", { params: { path, query: { limit: 200 } } }),
  ]);
  const matching = (teams.data?.items ?? []).filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  return [
    ...matching.slice(0, 20).map((team) => ({ value: team.id, label: team.name, description: "Team" })),
    ...(members.data?.items ?? []).map(({ userId, name, email }) => ({
      value: userId,
      label: name,
      description: email,
    })),
  ];
}

/** Gives the key to somebody else, who gets its mail from then on. */
export function TransferDialog({ organization, detail, onClose, onChanged }: KeyDialogProps) {
  const form = useForm({ defaultValues: { owner: "", reason: "" } });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={
        <>
          Change the owner of <bdi>{detail.name}</bdi>
        </>
      }
      description={`${detail.ownerName} owns it now. The secret stays the same.`}
    >
      <Form
        form={form}
        aria-label="Change the owner"
        onSubmit={async ({ owner, reason }) => {
          const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/transfer", {
            params: { path: { organization, key: detail.id } },
            body: { owner, reason: reason.trim() === "" ? null : reason },
          });
          if (!data) return;
          toast.success(`${data.key.ownerName} owns the key now`);
          onClose();
          await onChanged(null);
        }}
      >
        <FormField form={form} name="owner" label="New owner" required>
          {(field) => (
            <Combobox
              value={field.value === "" ? null : field.value}
              onValueChange={(value) => field.onChange(value ?? "")}
              onSearch={(text) => findOwners(organization, text)}
              placeholder="A member or a team"
            />
          )}
        </FormField>
        <FormField form={form} name="reason" label="Reason" optional>
          {(field) => <Textarea {...field} rows={2} maxLength={1000} />}
        </FormField>
        <FormActions>
          <SubmitButton pendingLabel="Changing">Change owner</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  );
}
