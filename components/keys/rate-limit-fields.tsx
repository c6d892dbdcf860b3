"use client";

import { Plus, Trash2 } from "lucide-react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { describeDuration } from "@/components/ui/duration";
import { Fieldset } from "@/components/ui/field";
import { FormField } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { EMPTY_RATE_LIMIT, type KeyFormValues } from "./new-key-values";

const WINDOWS = [
  { value: "1", label: "per second" },
  { value: "60", label: "per minute" },
  { value: "3600", label: "per hour" },
  { value: "86400", label: "per day" },
];
const MOST = 8;

/** The usual windows, and the key's own where it is another. */
function windowOptions(current: string) {
  if (WINDOWS.some(({ value }) => value === current)) return WINDOWS;
  return [...WINDOWS, { value: current, label: `per ${describeDuration(Number(current))}` }];
}

/** How many calls in a window, over all endpoints or one; all of them hold at the same time. */
export function RateLimitFields({ form }: { form: UseFormReturn<KeyFormValues> }) {
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "rateLimits" });
  return (
    <Fieldset legend="Rate limits" hint="All of them hold at once. An endpoint such as GET /invoices/** counts alone.">
      {fields.map((row, index) => (
        <div key={row.id} className="flex flex-wrap items-start gap-2">
          <FormField
            form={form}
            name={`rateLimits.${index}.limit`}
            label={`Limit ${index + 1}: calls`}
            labelHidden
            className="w-28"
          >
            {(field) => <Input {...field} inputMode="numeric" placeholder="100" suffix="calls" />}
          </FormField>
          <FormField
            form={form}
            name={`rateLimits.${index}.window`}
            label={`Limit ${index + 1}: window`}
            labelHidden
            className="w-36"
          >
            {(field) => (
              <Select value={field.value} onValueChange={field.onChange} options={windowOptions(field.value)} />
            )}
          </FormField>
          <FormField
            form={form}
            name={`rateLimits.${index}.endpoint`}
            label={`Limit ${index + 1}: endpoint`}
            labelHidden
            className="min-w-40 flex-1"
          >
            {(field) => <Input {...field} mono placeholder="All endpoints" />}
          </FormField>
          <IconButton label={`Remove limit ${index + 1}`} icon={<Trash2 />} onClick={() => remove(index)} />
        </div>
      ))}
      <div>
        <Button size="sm" icon={<Plus />} disabled={fields.length >= MOST} onClick={() => append(EMPTY_RATE_LIMIT)}>
          Add a rate limit
        </Button>
      </div>
    </Fieldset>
  );
}
