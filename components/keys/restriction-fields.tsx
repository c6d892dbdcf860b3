"use client";

import { ChevronRight } from "lucide-react";
import type { UseFormReturn } from "react-hook-form";
import { ChipInput } from "@/components/ui/chip-input";
import { FormField } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { type KeyFormValues, METHOD_OPTIONS } from "./new-key-values";
import { RateLimitFields } from "./rate-limit-fields";

type Props = {
  form: UseFormReturn<KeyFormValues>;
  open: boolean;
  /** The environment's policy wants an allow-list. */
  addressesNeeded: boolean;
};

/** Where from, how often and on what the key may be used. All of it is optional unless the policy asks. */
export function RestrictionFields({ form, open, addressesNeeded }: Props) {
  return (
    <details className="group rounded-lg border border-line" open={open}>
      <summary className="flex cursor-pointer items-center gap-2 rounded-lg px-4 py-3 font-medium text-sm hover:bg-hover">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        Restrictions
        <span className="font-normal text-muted">addresses, countries, methods, paths, limits</span>
      </summary>
      <div className="flex flex-col gap-5 border-line border-t p-4">
        <FormField
          form={form}
          name="ipAllowlist"
          label="Allowed addresses"
          hint="Addresses or ranges such as 203.0.113.0/24; empty is everywhere."
          required={addressesNeeded}
          optional={!addressesNeeded}
        >
          {(field) => (
            <ChipInput values={field.value} onValuesChange={field.onChange} mono placeholder="203.0.113.0/24" />
          )}
        </FormField>
        <FormField
          form={form}
          name="countries"
          label="Allowed countries"
          hint="Two letters, such as DE; empty is everywhere."
          optional
        >
          {(field) => (
            <ChipInput
              values={field.value}
              onValuesChange={(values) => field.onChange(values.map((value) => value.toUpperCase()))}
              validate={(text) => (/^[A-Za-z]{2}$/.test(text) ? null : "write two letters, such as DE")}
              placeholder="DE"
            />
          )}
        </FormField>
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField form={form} name="methods" label="Methods" hint="Empty is all." optional>
            {(field) => (
              <MultiCombobox
                options={METHOD_OPTIONS}
                values={field.value}
                onValuesChange={field.onChange}
                placeholder="All methods"
              />
            )}
          </FormField>
          <FormField
            form={form}
            name="paths"
            label="Paths"
            hint="* is one segment, ** the rest; empty is all."
            optional
          >
            {(field) => (
              <ChipInput values={field.value} onValuesChange={field.onChange} mono placeholder="/invoices/**" />
            )}
          </FormField>
        </div>
        <RateLimitFields form={form} />
        <div className="grid gap-5 sm:grid-cols-2">
          <FormField form={form} name="quota" label="Monthly quota" optional>
            {(field) => <Input {...field} inputMode="numeric" placeholder="100000" />}
          </FormField>
          <FormField form={form} name="concurrency" label="Calls at the same time" optional>
            {(field) => <Input {...field} inputMode="numeric" placeholder="10" />}
          </FormField>
        </div>
      </div>
    </details>
  );
}
