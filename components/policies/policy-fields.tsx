"use client";

import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { DurationInput, type DurationInputProps } from "@/components/ui/duration-input";
import { FormField } from "@/components/ui/form";
import { RadioGroup, type RadioOption } from "@/components/ui/radio-group";
import { PresetNote, usePolicyForm } from "./policy-form-context";
import { POLICY_LABELS } from "./policy-words";

type LengthField =
  | "defaultLifetime"
  | "defaultOverlap"
  | "longestOverlap"
  | "requestExpiry"
  | "claimExpiry"
  | "longLifetimeAfter";
type OptionalLengthField = "longestLifetime" | "rotationInterval" | "escalateAfter";
type FlagField = "allowNever" | "overlapWaitsForUse" | "allowWildcards" | "requireIpAllowlist" | "requireStepUp";
type ChoiceField = "idleResponse";

type LengthProps = Pick<DurationInputProps, "units" | "presets"> & { hint: ReactNode };

/** A length of time. */
export function LengthRule({ field: name, hint, ...input }: LengthProps & { field: LengthField }) {
  const { form } = usePolicyForm();
  return (
    <FormField
      form={form}
      name={`policy.${name}`}
      label={POLICY_LABELS[name]}
      hint={hint}
      action={<PresetNote field={name} />}
    >
      {(field) => <DurationInput value={field.value} onValueChange={field.onChange} {...input} />}
    </FormField>
  );
}

type OptionalLengthProps = LengthProps & {
  field: OptionalLengthField;
  /** What no length means. */
  noneLabel: string;
  /** The length that appears when a length is wanted again. */
  start: string;
};

/** A length of time, or none at all. */
export function OptionalLengthRule({ field: name, hint, noneLabel, start, ...input }: OptionalLengthProps) {
  const { form } = usePolicyForm();
  return (
    <FormField
      form={form}
      name={`policy.${name}`}
      label={POLICY_LABELS[name]}
      hint={hint}
      action={<PresetNote field={name} />}
    >
      {(field) => (
        <div className="flex flex-col gap-2">
          <DurationInput
            value={field.value ?? ""}
            onValueChange={field.onChange}
            disabled={field.value === null}
            {...(field.value === null ? { ...input, presets: [] } : input)}
          />
          <Checkbox
            checked={field.value === null}
            onCheckedChange={(none) => field.onChange(none ? null : start)}
            label={noneLabel}
          />
        </div>
      )}
    </FormField>
  );
}

/** A rule that holds or does not. */
export function FlagRule({ field: name, label, hint }: { field: FlagField; label: ReactNode; hint: ReactNode }) {
  const { form } = usePolicyForm();
  return (
    <FormField form={form} name={`policy.${name}`} label={POLICY_LABELS[name]} action={<PresetNote field={name} />}>
      {(field) => <Checkbox checked={field.value} onCheckedChange={field.onChange} label={label} description={hint} />}
    </FormField>
  );
}

type ChoiceProps<Value extends string> = {
  field: ChoiceField;
  options: readonly RadioOption<Value>[];
  hint?: ReactNode;
};

/** One of a few responses. */
export function ChoiceRule<Value extends string>({ field: name, options, hint }: ChoiceProps<Value>) {
  const { form } = usePolicyForm();
  return (
    <FormField
      form={form}
      name={`policy.${name}`}
      label={POLICY_LABELS[name]}
      {...(hint === undefined ? {} : { hint })}
      action={<PresetNote field={name} />}
    >
      {(field) => (
        <RadioGroup
          aria-label={POLICY_LABELS[name]}
          value={options.find((option) => option.value === field.value)?.value ?? null}
          onValueChange={field.onChange}
          options={options}
        />
      )}
    </FormField>
  );
}
