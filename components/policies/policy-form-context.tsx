"use client";

import { RotateCcw } from "lucide-react";
import { createContext, type ReactNode, useContext } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Button } from "@/components/ui/button";
import type { Policy } from "@/lib/policies/schema";
import type { PolicyFormValues, PolicyValues } from "./policy-values";
import { type Names, POLICY_LABELS, type PolicyField, policyValueWords } from "./policy-words";

type PolicyFormContextValue = {
  form: UseFormReturn<PolicyFormValues>;
  preset: Policy;
  presetValues: PolicyValues;
  names: Names;
  organization: string;
  project: string;
};

export const PolicyFormContext = createContext<PolicyFormContextValue | null>(null);

/** The form that the fields of a policy belong to. */
export function usePolicyForm(): PolicyFormContextValue {
  const context = useContext(PolicyFormContext);
  if (!context) throw new Error("Fields of a policy stand inside a PolicyFormContext.");
  return context;
}

/** A rule of approval that is off means the same whatever else it holds. */
function meaning(value: unknown): unknown {
  return typeof value === "object" && value !== null && "own" in value && value.own === false ? null : value;
}

/** Says that a rule is not the preset's, and gives it back; nothing where it is. */
export function PresetNote({ field }: { field: PolicyField }): ReactNode {
  const { form, preset, presetValues, names } = usePolicyForm();
  const value = form.watch(`policy.${field}`);
  if (JSON.stringify(meaning(value)) === JSON.stringify(meaning(presetValues[field]))) return null;
  if (preset[field] === null && field === "longLifetimeAfter") return null;
  const words = policyValueWords(field, preset, names);
  return (
    <span className="flex min-w-0 flex-wrap items-center justify-end gap-x-2 text-xs">
      <span className="text-warning">Not the preset</span>
      <Button
        variant="link"
        size="sm"
        icon={<RotateCcw />}
        className="h-auto whitespace-normal text-start"
        onClick={() => {
          form.clearErrors(`policy.${field}`);
          form.setValue(`policy.${field}`, structuredClone(presetValues[field]), { shouldDirty: true });
        }}
      >
        Back to {words.length > 40 ? "it" : words.toLowerCase()}
        <span className="sr-only"> for {POLICY_LABELS[field].toLowerCase()}</span>
      </Button>
    </span>
  );
}
