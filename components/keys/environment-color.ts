import { ENVIRONMENT_COLORS, type EnvironmentColor } from "@/lib/core/enums";

/** The colour of an environment as the design system knows it; anything else is grey. */
export function environmentColor(color: string): EnvironmentColor {
  return ENVIRONMENT_COLORS.find((known) => known === color) ?? "slate";
}
