"use client";

import type { UseFormReturn } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { EnvironmentBanner, EnvironmentMark } from "@/components/ui/environment-badge";
import { FormField } from "@/components/ui/form";
import { RadioGroup } from "@/components/ui/radio-group";
import type { AccessLevel } from "@/lib/core/enums";
import type { Policy } from "@/lib/policies/schema";
import type { KeyFormValues } from "./new-key-values";
import { policyWords } from "./policy-words";

export type Environment = components["schemas"]["Environment"];

const ACCESS_WORDS: Record<AccessLevel, string> = {
  manage: "You may create keys here.",
  create: "You may create keys here.",
  request: "A key here may need an approval.",
  read: "You may only look here. Ask an owner or admin for more.",
  none: "You may not look here. Ask an owner or admin.",
};

type Props = { form: UseFormReturn<KeyFormValues>; environments: readonly Environment[] };

/** Where the key will work: the first choice, because everything else follows from it. */
export function EnvironmentField({ form, environments }: Props) {
  return (
    <FormField form={form} name="environment" label="Environment" required>
      {(field) => (
        <RadioGroup
          appearance="cards"
          columns={3}
          value={field.value === "" ? null : field.value}
          onValueChange={field.onChange}
          options={environments.map((environment) => ({
            value: environment.slug,
            label: <bdi>{environment.name}</bdi>,
            icon: <EnvironmentMark color={environment.color} sensitivity={environment.sensitivity} />,
            description: ACCESS_WORDS[environment.access],
            disabled: environment.access === "read" || environment.access === "none",
          }))}
        />
      )}
    </FormField>
  );
}

/** The chosen environment, always in view, with what its policy bounds. */
export function EnvironmentRules({ environment, policy }: { environment: Environment; policy: Policy | undefined }) {
  const words = policy ? policyWords(policy) : [];
  return (
    <>
      <div className="sticky top-(--sticky-top,0px) z-10 -my-1 bg-canvas py-1">
        <EnvironmentBanner name={environment.name} color={environment.color} sensitivity={environment.sensitivity}>
          {environment.sensitivity === "high" ? "High sensitivity: this key will work on live data." : undefined}
        </EnvironmentBanner>
      </div>
      {words.length > 0 && <p className="-mt-4 px-1 text-muted text-xs">{words.join(" ")}</p>}
    </>
  );
}
