"use client";

import { createContext } from "react";

/** Takes a server-side error of one field; returns nothing, shows it under the control. */
export type FieldErrorTaker = (message: string, focus: boolean) => void;

export type FormContextValue = {
  submitting: boolean;
  /** Makes a field known by its dotted name; the answer forgets it. */
  register: (name: string, take: FieldErrorTaker) => () => void;
};

export const FormContext = createContext<FormContextValue | null>(null);

/** The field that shows an error at `path`: itself, or the nearest field above it (`scopes` for `scopes.0`). */
export function fieldFor<Taker>(fields: ReadonlyMap<string, Taker>, path: string): Taker | undefined {
  for (let name = path; name !== ""; name = name.includes(".") ? name.slice(0, name.lastIndexOf(".")) : "") {
    const taker = fields.get(name);
    if (taker) return taker;
  }
  return undefined;
}
