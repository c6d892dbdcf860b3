"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { SidePanel } from "@/components/ui/side-panel";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { SCOPE_PATTERN } from "@/lib/core/scopes";
import { scopeSchema } from "@/lib/projects/schema";
import { SCOPES_PATH, type Scope } from "./project-paths";

type Values = Pick<Scope, "name" | "description" | "category" | "sensitive" | "endpoints">;
const EMPTY: Values = { name: "", description: "", category: "", sensitive: false, endpoints: [] };

// A pattern holds spaces ("GET /invoices"), so only commas and lines part one from the next.
const BETWEEN_PATTERNS = /[,\n]+/;

function endpointProblem(text: string): string | null {
  return scopeSchema.shape.endpoints.safeParse([text]).success ? null : "write a call such as GET /invoices/**";
}

type Props = {
  organization: string;
  project: string;
  /** What is edited; null adds one. */
  scope: Scope | null;
  categories: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** One scope, new or there already, beside the catalogue. */
export function ScopePanel(props: Props) {
  return (
    <SidePanel
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.scope ? <span className="font-mono">{props.scope.name}</span> : "Add a scope"}
      description={
        props.scope ? "Its name stays: it is in keys and in code." : "What a key may do: resource and action."
      }
    >
      <ScopeForm key={props.scope?.id ?? "new"} {...props} />
    </SidePanel>
  );
}

function ScopeForm({ organization, project, scope, categories, onOpenChange }: Props) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({ defaultValues: scope ?? EMPTY });
  const isLessSensitive = scope?.sensitive === true && !form.watch("sensitive");

  const submit = async ({ name, description, category, sensitive, endpoints }: Values) => {
    const body = { description, category, sensitive, endpoints };
    const path = { organization, project };
    if (scope) await latchkey.PATCH(`${SCOPES_PATH}/{scope}`, { params: { path: { ...path, scope: scope.id } }, body });
    else await latchkey.POST(SCOPES_PATH, { params: { path }, body: { name, ...body } });
    await queryClient.invalidateQueries({ queryKey: ["get", SCOPES_PATH] });
    toast.success(scope ? `${name} is saved` : `${name} is added`);
    onOpenChange(false);
  };

  return (
    <Form form={form} onSubmit={submit} aria-label={scope ? "Edit scope" : "New scope"}>
      {!scope && (
        <FormField form={form} name="name" label="Name" hint="Such as invoices:read. It never changes." required>
          {(field) => (
            <Input
              {...field}
              mono
              autoComplete="off"
              placeholder="invoices:read"
              pattern={SCOPE_PATTERN.source}
              onChange={(event) => field.onChange(event.target.value.trim())}
            />
          )}
        </FormField>
      )}
      <FormField form={form} name="description" label="Description" hint="What those who choose it read." optional>
        {(field) => <Textarea {...field} maxLength={500} rows={2} />}
      </FormField>
      <FormField form={form} name="category" label="Category" hint="Groups the catalogue, such as Billing." optional>
        {(field) => <Input {...field} list="scope-categories" maxLength={60} autoComplete="off" />}
      </FormField>
      <datalist id="scope-categories">
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
      <FormField form={form} name="sensitive" label="Sensitive" labelHidden>
        {(field) => (
          <Checkbox
            checked={field.value}
            onCheckedChange={field.onChange}
            label="Sensitive"
            description={
              isLessSensitive
                ? "Keys with it will need fewer approvals, so saving asks for your second factor."
                : "A policy can ask for more approvals of keys that have it."
            }
          />
        )}
      </FormField>
      <FormField
        form={form}
        name="endpoints"
        label="Calls"
        hint="What it is for, such as GET /invoices/** or /invoices/{id}. Enter adds one."
        optional
      >
        {(field) => (
          <ChipInput
            values={field.value}
            onValuesChange={field.onChange}
            splitOn={BETWEEN_PATTERNS}
            validate={endpointProblem}
            placeholder="GET /invoices/**"
          />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel={scope ? "Saving" : "Adding"}>{scope ? "Save scope" : "Add scope"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
