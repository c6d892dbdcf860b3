"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { EMPTY_KEY_FORM, type KeyFormValues, newKeyBody } from "@/components/keys/new-key-values";
import { RestrictionFields } from "@/components/keys/restriction-fields";
import { ScopePicker } from "@/components/keys/scope-picker";
import { useCatalogue } from "@/components/keys/use-catalogue";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { SidePanel } from "@/components/ui/side-panel";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formatDuration } from "@/lib/core/durations";
import { TEMPLATES_PATH } from "./project-paths";

export type Template = components["schemas"]["Template"];

type Props = {
  organization: string;
  project: string;
  /** What is changed; null writes one. */
  template: Template | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The form shares the fields of a key, whose purpose is the template's description. */
function startValues(template: Template | null): KeyFormValues {
  if (!template) return EMPTY_KEY_FORM;
  const { name, scopes, methods, paths, ipAllowlist, countries, tags } = template;
  return {
    ...EMPTY_KEY_FORM,
    ...{ name, scopes, methods, paths, ipAllowlist, countries, tags },
    purpose: template.description,
    rateLimits: template.rateLimits.map(({ limit, window, burst, endpoint }) => ({
      limit: String(limit),
      window: String(window),
      burst: burst === undefined ? "" : String(burst),
      endpoint: endpoint ?? "",
    })),
    quota: template.quota === null ? "" : String(template.quota),
    concurrency: template.concurrency === null ? "" : String(template.concurrency),
  };
}

/** One template, new or there already, beside the list. */
export function TemplatePanel(props: Props) {
  return (
    <SidePanel
      open={props.open}
      onOpenChange={props.onOpenChange}
      size="lg"
      title={props.template ? <bdi>{props.template.name}</bdi> : "New template"}
      description={
        props.template
          ? "Saving creates a new version. Keys stay as they are and show that the template has moved on."
          : "A named set of scopes and restrictions that keys start from."
      }
    >
      <TemplateForm key={props.template?.id ?? "new"} {...props} />
    </SidePanel>
  );
}

function TemplateForm({ organization, project, template, onOpenChange }: Props) {
  const queryClient = useQueryClient();
  const catalogue = useCatalogue(organization, project);
  const form = useForm<KeyFormValues>({ defaultValues: startValues(template) });
  const [category, setCategory] = useState(template?.category ?? "");
  const [lifetime, setLifetime] = useState<string | null>(
    template === null || template.lifetime === null ? null : formatDuration(template.lifetime),
  );

  const submit = async (values: KeyFormValues) => {
    const {
      name,
      purpose,
      scopes,
      methods,
      paths,
      ipAllowlist,
      countries,
      quota,
      concurrency,
      tags,
      rateLimits = [],
    } = newKeyBody(values);
    const body = {
      ...{ name, scopes, methods, paths, ipAllowlist, countries, quota, concurrency, tags, rateLimits },
      description: purpose,
      category: category.trim(),
      lifetime,
    };
    const path = { organization, project };
    if (template) {
      await latchkey.PATCH(`${TEMPLATES_PATH}/{template}`, {
        params: { path: { ...path, template: template.slug } },
        body,
      });
    } else await latchkey.POST(TEMPLATES_PATH, { params: { path }, body });
    await queryClient.invalidateQueries({ queryKey: ["get", TEMPLATES_PATH] });
    toast.success(template ? `${name} is saved` : `${name} is created`);
    onOpenChange(false);
  };

  return (
    <Form form={form} onSubmit={submit} warnOnLeave aria-label={template ? "Edit template" : "New template"}>
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} maxLength={100} autoComplete="off" />}
      </FormField>
      <FormField form={form} name="purpose" label="Description" hint="When to choose it." optional>
        {(field) => <Textarea {...field} maxLength={1000} rows={2} />}
      </FormField>
      <Field label="Category" hint="A business function, such as Billing." optional>
        <Input
          value={category}
          onChange={(event) => setCategory(event.target.value)}
          maxLength={60}
          autoComplete="off"
        />
      </Field>
      <ScopePicker form={form} organization={organization} project={project} catalogue={catalogue} allowWildcards />
      <Field label="Lifetime" hint="What a key from it starts with; the policy's longest lifetime still holds.">
        <div className="flex flex-col gap-2">
          <DurationInput
            value={lifetime ?? ""}
            onValueChange={setLifetime}
            disabled={lifetime === null}
            units={["h", "d"]}
            presets={lifetime === null ? [] : ["30d", "90d", "180d", "365d"]}
          />
          <Checkbox
            checked={lifetime === null}
            onCheckedChange={(none) => setLifetime(none ? null : "90d")}
            label="Leave it to the policy"
          />
        </div>
      </Field>
      <RestrictionFields form={form} open={false} addressesNeeded={false} />
      <FormField form={form} name="tags" label="Tags" optional>
        {(field) => <TagInput value={field.value} onValueChange={field.onChange} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Saving">{template ? "Save template" : "Create template"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
