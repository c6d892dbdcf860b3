"use client";

import { createContext, useContext } from "react";

export type FieldContextValue = {
  controlId: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
};

export const FieldContext = createContext<FieldContextValue | null>(null);

type ControlProps = {
  id?: string | undefined;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling" | undefined;
  "aria-required"?: boolean | "true" | "false" | undefined;
  "aria-labelledby"?: string | undefined;
};

/** The id and `aria-*` that a control takes from its `<Field>`; its own props win. */
export function useFieldControl(own: ControlProps = {}) {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.controlId,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": own["aria-invalid"] ?? (field?.invalid || undefined),
    "aria-required": own["aria-required"] ?? (field?.required || undefined),
  };
}

/** As above for a group of controls, which a `<label for>` cannot name. */
export function useFieldGroup(own: ControlProps = {}) {
  const field = useContext(FieldContext);
  const { id, ...control } = useFieldControl(own);
  return { ...control, id, "aria-labelledby": own["aria-labelledby"] ?? field?.labelId };
}
