"use client";

import { useCatalogue } from "@/components/keys/use-catalogue";
import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { FormField } from "@/components/ui/form";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { GRANTED_SCOPE_PATTERN, isWildcardScope } from "@/lib/core/scopes";
import { FlagRule } from "./policy-fields";
import { PresetNote, usePolicyForm } from "./policy-form-context";
import { POLICY_LABELS } from "./policy-words";

function AllowedScopes() {
  const { form, organization, project } = usePolicyForm();
  const { scopes = [] } = useCatalogue(organization, project);
  const known = new Set(scopes.map((scope) => scope.name));
  return (
    <FormField
      form={form}
      name="policy.allowedScopes"
      label={POLICY_LABELS.allowedScopes}
      hint="What keys of this environment may be granted."
      action={<PresetNote field="allowedScopes" />}
    >
      {(field) => {
        const values = field.value;
        if (values === null) {
          return (
            <Checkbox
              checked
              onCheckedChange={() => field.onChange([])}
              label="Every scope of the project's catalogue"
            />
          );
        }
        const listed = values.filter((name) => known.has(name));
        const others = values.filter((name) => !known.has(name));
        return (
          <div className="flex flex-col gap-3">
            <Checkbox
              checked={false}
              onCheckedChange={() => field.onChange(null)}
              label="Every scope of the project's catalogue"
            />
            <MultiCombobox
              mono
              aria-label="Allowed scopes of the catalogue"
              placeholder="Allow a scope"
              values={listed}
              onValuesChange={(next) => field.onChange([...next, ...others])}
              options={scopes.map((scope) => ({
                value: scope.name,
                label: scope.name,
                ...(scope.description === "" ? {} : { description: scope.description }),
              }))}
            />
            <ChipInput
              aria-label="Allowed wildcards and scopes to come"
              placeholder="invoices:* or a scope to come"
              values={others}
              onValuesChange={(next) => field.onChange([...listed, ...next])}
              validate={(text) =>
                GRANTED_SCOPE_PATTERN.test(text) || isWildcardScope(text) ? null : "write resource:action"
              }
            />
            {values.length === 0 && <p className="text-warning text-xs">No key can be granted any scope.</p>}
          </div>
        );
      }}
    </FormField>
  );
}

/** What keys may be granted, and from where they may be used. */
export function ScopeRules() {
  return (
    <>
      <FlagRule
        field="allowWildcards"
        label="Allow wildcard scopes"
        hint="invoices:* covers every action on invoices, also those added to the catalogue later."
      />
      <AllowedScopes />
      <FlagRule
        field="requireIpAllowlist"
        label="Require an IP allow-list"
        hint="A key cannot be created without the addresses that it is used from."
      />
    </>
  );
}
