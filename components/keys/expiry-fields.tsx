"use client";

import type { UseFormReturn } from "react-hook-form";
import { DatePicker } from "@/components/ui/date-picker";
import { describeDuration } from "@/components/ui/duration";
import { DurationInput } from "@/components/ui/duration-input";
import { FormField } from "@/components/ui/form";
import { RadioGroup } from "@/components/ui/radio-group";
import type { Policy } from "@/lib/policies/schema";
import type { KeyFormValues } from "./new-key-values";

type Props = { form: UseFormReturn<KeyFormValues>; environment: string; policy: Policy | undefined };

/** When the key stops by itself, within what the environment's policy allows. */
export function ExpiryFields({ form, environment, policy }: Props) {
  const expiry = form.watch("expiry");
  const longest = policy?.longestLifetime ?? null;
  const bound = longest === null ? {} : { hint: `At most ${describeDuration(longest)} in ${environment}.` };
  return (
    <>
      <FormField form={form} name="expiry" label="Expiry" required>
        {(field) => (
          <RadioGroup
            value={field.value}
            onValueChange={field.onChange}
            options={[
              { value: "in", label: "After a time" },
              { value: "at", label: "On a day" },
              {
                value: "never",
                label: "Never",
                disabled: policy?.allowNever !== true,
                ...(policy?.allowNever === false
                  ? { description: `The policy of ${environment} asks for an expiry.` }
                  : {}),
              },
            ]}
          />
        )}
      </FormField>
      {expiry === "in" && (
        <FormField form={form} name="expiresIn" label="Lifetime" required {...bound}>
          {(field) => (
            <DurationInput
              value={field.value}
              onValueChange={field.onChange}
              units={["h", "d"]}
              presets={["7d", "30d", "90d", "365d"]}
              {...(longest === null ? {} : { maxSeconds: longest })}
            />
          )}
        </FormField>
      )}
      {expiry === "at" && (
        <FormField form={form} name="expiresAt" label="Expires on" required {...bound}>
          {(field) => <DatePicker value={field.value} onValueChange={field.onChange} withTime />}
        </FormField>
      )}
    </>
  );
}
