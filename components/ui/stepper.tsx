import { Check } from "lucide-react";
import { cn } from "./class-names";

export type Step = { id: string; label: string; description?: string };

export type StepperProps = {
  steps: readonly Step[];
  current: string;
  /** Ids of the steps that are done. */
  done?: readonly string[];
  onStepSelect?: (id: string) => void;
  label?: string;
};

/** Where one is in a task of several steps; done steps can be gone back to. */
export function Stepper({ steps, current, done = [], onStepSelect, label = "Steps" }: StepperProps) {
  return (
    <ol aria-label={label} className="flex flex-col gap-1 sm:flex-row sm:gap-3">
      {steps.map((step, index) => {
        const isDone = done.includes(step.id);
        const isCurrent = step.id === current;
        const content = (
          <>
            <span
              aria-hidden
              className={cn(
                "flex size-6 shrink-0 items-center justify-center rounded-full border font-medium text-xs",
                isCurrent
                  ? "border-accent bg-accent text-on-accent"
                  : isDone
                    ? "border-success-line bg-success-soft text-success"
                    : "border-line-strong text-muted",
              )}
            >
              {isDone && !isCurrent ? <Check className="size-3.5" /> : index + 1}
            </span>
            <span className="flex min-w-0 flex-col text-start">
              <span className={cn("text-sm", isCurrent ? "font-medium" : "text-muted")}>
                {step.label}
                {isDone && <span className="sr-only">, done</span>}
              </span>
              {step.description !== undefined && <span className="text-subtle text-xs">{step.description}</span>}
            </span>
          </>
        );
        return (
          <li
            key={step.id}
            aria-current={isCurrent ? "step" : undefined}
            className={cn(
              "min-w-0 flex-1 border-t-2 pt-2",
              isCurrent ? "border-accent" : isDone ? "border-success-line" : "border-line",
            )}
          >
            {onStepSelect !== undefined && isDone && !isCurrent ? (
              <button
                type="button"
                onClick={() => onStepSelect(step.id)}
                className="flex w-full items-start gap-2 rounded-md hover:underline"
              >
                {content}
              </button>
            ) : (
              <span className="flex items-start gap-2">{content}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
