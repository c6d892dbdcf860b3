"use client";

import type { UseFormReturn } from "react-hook-form";
import { $api } from "@/components/session/browser-api";
import { FormField } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import type { KeyFormValues } from "./new-key-values";

const ME = "me";

/** Whose key it is: one's own, or a team's, which outlives people. Not asked where there are no teams. */
export function OwnerField({ organization, form }: { organization: string; form: UseFormReturn<KeyFormValues> }) {
  const teams = $api.useQuery("get", "/organizations/{organization}/teams", {
    params: { path: { organization }, query: { limit: 200 } },
  });
  const options = teams.data?.items ?? [];
  if (options.length === 0) return null;
  return (
    <FormField
      form={form}
      name="owner"
      label="Owner"
      hint="Gets the mail about it and looks after it. A team outlives the people in it."
    >
      {(field) => (
        <Select
          value={field.value === "" ? ME : field.value}
          onValueChange={(value) => field.onChange(value === ME ? "" : value)}
          options={[
            { value: ME, label: "Me" },
            { heading: "Teams", options: options.map((team) => ({ value: team.slug, label: team.name })) },
          ]}
        />
      )}
    </FormField>
  );
}
