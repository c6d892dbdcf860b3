import { cva, type VariantProps } from "class-variance-authority";
import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

const styles = cva("flex gap-2.5 rounded-lg border px-3.5 py-2.5 text-sm", {
  variants: {
    tone: {
      info: "border-info-line bg-info-soft text-info",
      success: "border-success-line bg-success-soft text-success",
      warning: "border-warning-line bg-warning-soft text-warning",
      danger: "border-danger-line bg-danger-soft text-danger",
    },
  },
  defaultVariants: { tone: "info" },
});

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: OctagonAlert };
const WORDS = { info: "Note", success: "Done", warning: "Warning", danger: "Error" };

export type AlertProps = VariantProps<typeof styles> & {
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out when it appears: `polite` in its turn, `assertive` at once. */
  live?: "polite" | "assertive";
  className?: string;
};

/** Words that matter here and now; the tone is said, not only shown. */
export function Alert({ tone, title, children, actions, live, className }: AlertProps) {
  const kind = tone ?? "info";
  const Icon = ICONS[kind];
  return (
    <div
      role={live === "assertive" ? "alert" : live === "polite" ? "status" : undefined}
      className={cn(styles({ tone }), className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <span className="sr-only">{WORDS[kind]}: </span>
        {title !== undefined && <p className="font-medium">{title}</p>}
        {children !== undefined && <div className="flex flex-col gap-1 text-foreground">{children}</div>}
        {actions !== undefined && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
