"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { LatchkeyProblem } from "@/clients/sdk/problem";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { scopeSchema } from "@/lib/projects/schema";
import { SCOPES_PATH } from "./project-paths";
import { readScopeLines } from "./scope-groups";

type Props = { organization: string; project: string; open: boolean; onOpenChange: (open: boolean) => void };
type Values = { lines: string; category: string; sensitive: boolean };

/** Many scopes at once, a line each. Those that are there already stay as they are. */
export function AddScopesDialog(props: Props) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Add several scopes"
      description="One a line: its name, then its description. Those that are there already stay as they are."
    >
      <AddScopesForm {...props} />
    </Dialog>
  );
}

function AddScopesForm({ organization, project, onOpenChange }: Props) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({ defaultValues: { lines: "", category: "", sensitive: false } });
  const found = readScopeLines(form.watch("lines"));
  const bad = found.find(({ name }) => !scopeSchema.shape.name.safeParse(name).success);

  const submit = async (values: Values) => {
    if (bad) {
      form.setError("lines", { message: `${bad.name} must be resource:action, such as invoices:read` });
      return;
    }
    let added = 0;
    let known = 0;
    try {
      for (const line of found) {
        try {
          await latchkey.POST(SCOPES_PATH, {
            params: { path: { organization, project } },
            body: { ...line, category: values.category.trim(), sensitive: values.sensitive },
          });
          added += 1;
        } catch (error) {
          if (!(error instanceof LatchkeyProblem && error.code === "conflict")) throw error;
          known += 1;
        }
      }
    } finally {
      await queryClient.invalidateQueries({ queryKey: ["get", SCOPES_PATH] });
    }
    toast.success(added === 1 ? "1 scope is added" : `${added} scopes are added`, {
      ...(known === 0 ? {} : { description: `${known} were there already.` }),
    });
    onOpenChange(false);
  };

  return (
    <Form form={form} onSubmit={submit} aria-label="Add several scopes">
      <FormField
        form={form}
        name="lines"
        label="Scopes"
        hint={found.length === 1 ? "1 scope" : `${found.length} scopes`}
        required
      >
        {(field) => (
          <Textarea
            {...field}
            mono
            rows={8}
            placeholder={"invoices:read Read invoices\ninvoices:write Change invoices"}
          />
        )}
      </FormField>
      <FormField form={form} name="category" label="Category of all of them" optional>
        {(field) => <Input {...field} maxLength={60} autoComplete="off" />}
      </FormField>
      <FormField form={form} name="sensitive" label="Sensitive" labelHidden>
        {(field) => (
          <Checkbox checked={field.value} onCheckedChange={field.onChange} label="All of them are sensitive" />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Adding" disabled={found.length === 0}>
          Add scopes
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
