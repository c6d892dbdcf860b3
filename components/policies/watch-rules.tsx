"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { FormField } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { ChoiceRule } from "./policy-fields";
import { PresetNote, usePolicyForm } from "./policy-form-context";
import { IDLE_RESPONSES, POLICY_LABELS } from "./policy-words";

const idle = (["tell", "disable", "revoke"] as const).map((value) => ({ value, label: IDLE_RESPONSES[value] }));

/** When owners are told that a key will expire. */
export function ExpiryMailRules() {
  const { form } = usePolicyForm();
  return (
    <FormField
      form={form}
      name="policy.expiryWarningDays"
      label={POLICY_LABELS.expiryWarningDays}
      hint="One mail on each of these days before the expiry; at most 10. Empty: no mail."
      action={<PresetNote field="expiryWarningDays" />}
    >
      {(field) => (
        <ChipInput
          values={field.value}
          max={10}
          onValuesChange={(days) => field.onChange([...days].sort((one, other) => Number(other) - Number(one)))}
          validate={(text) =>
            /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 365 ? null : "write days from 1 to 365"
          }
          placeholder="30"
        />
      )}
    </FormField>
  );
}

/** What happens to a key that nobody uses. */
export function IdleRules() {
  const { form } = usePolicyForm();
  return (
    <>
      <FormField
        form={form}
        name="policy.idleAfterDays"
        label={POLICY_LABELS.idleAfterDays}
        hint="Days without a single use, or since it was created."
        action={<PresetNote field="idleAfterDays" />}
      >
        {(field) => (
          <div className="flex flex-col gap-2">
            <Input
              value={field.value ?? ""}
              onChange={(event) => field.onChange(event.target.value)}
              onBlur={field.onBlur}
              disabled={field.value === null}
              inputMode="numeric"
              suffix="days"
              className="max-w-40"
            />
            <Checkbox
              checked={field.value === null}
              onCheckedChange={(never) => field.onChange(never ? null : "90")}
              label="Never counts as idle"
            />
          </div>
        )}
      </FormField>
      <ChoiceRule field="idleResponse" options={idle} />
    </>
  );
}
