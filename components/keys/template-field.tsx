"use client";

import { useEffect, useRef } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { $api } from "@/components/session/browser-api";
import { FormField } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { formatDuration } from "@/lib/core/durations";
import { type KeyFormValues, rightsValues } from "./new-key-values";

type Template = components["schemas"]["Template"];
type Props = {
  organization: string;
  project: string;
  form: UseFormReturn<KeyFormValues>;
  /** The template that a link asks for: id or slug. */
  wanted: string | null;
};

const NONE = "none";

/** What a template says stands in the form then, where it can be narrowed before the key is made. */
function fill(form: UseFormReturn<KeyFormValues>, template: Template): void {
  const { lifetime } = template;
  form.reset(
    {
      ...form.getValues(),
      ...rightsValues(template),
      template: template.slug,
      ...(lifetime === null ? {} : { expiry: "in", expiresIn: formatDuration(lifetime) }),
    },
    { keepDefaultValues: true },
  );
}

/** A named set of scopes and restrictions to start from. Not asked for where the project has none. */
export function TemplateField({ organization, project, form, wanted }: Props) {
  const query = $api.useQuery(
    "get",
    "/organizations/{organization}/projects/{project}/templates",
    { params: { path: { organization, project }, query: { limit: 200 } } },
    { enabled: project !== "" },
  );
  const templates = query.data?.items ?? [];
  const asked = useRef(wanted);
  useEffect(() => {
    const template = query.data?.items.find(({ id, slug }) => id === asked.current || slug === asked.current);
    if (!template) return;
    asked.current = null;
    fill(form, template);
  }, [query.data, form]);
  if (templates.length === 0) return null;
  const chosen = templates.find(({ slug }) => slug === form.watch("template"));
  return (
    <FormField
      form={form}
      name="template"
      label="Template"
      hint={
        chosen && chosen.description !== ""
          ? chosen.description
          : "Starts from scopes and restrictions that others agreed on; you can still narrow them."
      }
      optional
    >
      {(field) => (
        <Select
          value={field.value === "" ? NONE : field.value}
          onValueChange={(slug) => {
            const template = templates.find((known) => known.slug === slug);
            if (template) fill(form, template);
            else field.onChange("");
          }}
          options={[
            { value: NONE, label: "None" },
            ...templates.map(({ slug, name, category, scopes }) => ({
              value: slug,
              label: name,
              description: `${category === "" ? "" : `${category}, `}${scopes.length} scopes`,
            })),
          ]}
        />
      )}
    </FormField>
  );
}
