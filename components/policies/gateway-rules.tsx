"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { describeDuration } from "@/components/ui/duration";
import { FormField } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { PresetNote, usePolicyForm } from "./policy-form-context";
import { POLICY_LABELS } from "./policy-words";

const WINDOWS = [
  { value: "1", label: "per second" },
  { value: "60", label: "per minute" },
  { value: "3600", label: "per hour" },
  { value: "86400", label: "per day" },
];
const MOST = 8;

/** The usual windows, and the rule's own where it is another. */
function windowOptions(current: string) {
  if (WINDOWS.some(({ value }) => value === current)) return WINDOWS;
  return [...WINDOWS, { value: current, label: `per ${describeDuration(Number(current))}` }];
}

function RateLimits() {
  const { form } = usePolicyForm();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "policy.defaultRateLimits" });
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <legend className="contents font-medium text-sm">{POLICY_LABELS.defaultRateLimits}</legend>
        <PresetNote field="defaultRateLimits" />
      </div>
      <p className="text-muted text-xs">
        For keys without limits of their own. All of them hold at once; one with an endpoint counts its calls alone.
      </p>
      {fields.map((row, index) => (
        <div key={row.id} className="flex flex-wrap items-start gap-2">
          <FormField
            form={form}
            name={`policy.defaultRateLimits.${index}.limit`}
            label={`Limit ${index + 1}: calls`}
            labelHidden
            className="w-28"
          >
            {(field) => <Input {...field} inputMode="numeric" placeholder="100" suffix="calls" />}
          </FormField>
          <FormField
            form={form}
            name={`policy.defaultRateLimits.${index}.window`}
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
            name={`policy.defaultRateLimits.${index}.burst`}
            label={`Limit ${index + 1}: calls at once`}
            labelHidden
            className="w-32"
          >
            {(field) => <Input {...field} inputMode="numeric" placeholder="as limit" suffix="at once" />}
          </FormField>
          <FormField
            form={form}
            name={`policy.defaultRateLimits.${index}.endpoint`}
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
        <Button
          size="sm"
          icon={<Plus />}
          disabled={fields.length >= MOST}
          onClick={() => append({ limit: "", window: "60", burst: "", endpoint: "" })}
        >
          Add a rate limit
        </Button>
      </div>
    </fieldset>
  );
}

/** What the gateway does for keys that say nothing else. */
export function GatewayRules() {
  const { form } = usePolicyForm();
  return (
    <>
      <RateLimits />
      <FormField
        form={form}
        name="policy.serveStaleSeconds"
        label={POLICY_LABELS.serveStaleSeconds}
        hint="How long a gateway goes on serving keys that it knows. 0 refuses them at once; a revocation in that time would not be seen."
        action={<PresetNote field="serveStaleSeconds" />}
      >
        {(field) => <Input {...field} inputMode="numeric" suffix="seconds" className="max-w-40" />}
      </FormField>
    </>
  );
}
