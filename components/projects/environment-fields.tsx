"use client";

import type { FieldPath, UseFormReturn } from "react-hook-form";
import { EnvironmentMark } from "@/components/ui/environment-badge";
import { FormField } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { ENVIRONMENT_COLORS, type EnvironmentColor, SENSITIVITIES, type Sensitivity } from "@/lib/core/enums";
import { SENSITIVITY_WORDS } from "./project-paths";

export type EnvironmentValues = {
  name: string;
  slug: string;
  tag: string;
  color: EnvironmentColor;
  sensitivity: Sensitivity;
  position: string;
};

type Props = { form: UseFormReturn<EnvironmentValues>; disabled?: boolean };

function word(color: EnvironmentColor): string {
  return `${color[0]?.toUpperCase() ?? ""}${color.slice(1)}`;
}

/** What a new environment and one that is there have in common. */
export function EnvironmentFields({ form, disabled = false }: Props) {
  const { color, sensitivity } = form.watch();
  const radio = <Name extends FieldPath<EnvironmentValues>>(name: Name) => ({ name, disabled });
  return (
    <>
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} disabled={disabled} maxLength={50} autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="sensitivity"
        label="Sensitivity"
        hint="It gives the environment its mark and the policy its presets."
        required
      >
        {(field) => (
          <RadioGroup
            {...radio("sensitivity")}
            aria-label="Sensitivity"
            appearance="cards"
            columns={3}
            value={field.value}
            onValueChange={field.onChange}
            options={SENSITIVITIES.map((value) => ({
              value,
              label: SENSITIVITY_WORDS[value].label,
              description: SENSITIVITY_WORDS[value].description,
              icon: <EnvironmentMark color={color} sensitivity={value} />,
            }))}
          />
        )}
      </FormField>
      <FormField
        form={form}
        name="color"
        label="Colour"
        hint="It is in view wherever a key is created or changed. Red is usual for production."
        required
      >
        {(field) => (
          <RadioGroup
            {...radio("color")}
            aria-label="Colour"
            appearance="cards"
            columns={3}
            value={field.value}
            onValueChange={field.onChange}
            options={ENVIRONMENT_COLORS.map((value) => ({
              value,
              label: word(value),
              icon: <EnvironmentMark color={value} sensitivity={sensitivity} />,
            }))}
          />
        )}
      </FormField>
    </>
  );
}
