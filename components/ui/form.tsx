"use client";

import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  Controller,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
} from "react-hook-form";
import { Button, type ButtonProps } from "./button";
import { cn } from "./class-names";
import { Field } from "./field";
import { type FieldErrorTaker, FormContext, fieldFor } from "./form-context";
import { FormProblem } from "./form-problem";
import { type Problem, toProblem } from "./problem";

export type FormProps<Values extends FieldValues, Output> = {
  form: UseFormReturn<Values, unknown, Output>;
  onSubmit: (values: Output) => Promise<unknown>;
  children: ReactNode;
  /** Asks before the window is closed over changes that were not sent. */
  warnOnLeave?: boolean;
  className?: string;
  "aria-label"?: string;
};

function useLeaveWarning(active: boolean) {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [active]);
}

/**
 * The shell of every form: it cannot be sent twice, shows that it works, and turns a rejected `onSubmit` into words.
 * Errors of a problem document go to their fields; what belongs to none stands on top with the request id.
 */
export function Form<Values extends FieldValues, Output>({
  form,
  onSubmit,
  children,
  warnOnLeave = false,
  className,
  ...rest
}: FormProps<Values, Output>) {
  const fields = useRef(new Map<string, FieldErrorTaker>());
  const busy = useRef(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { isSubmitting, isDirty, isSubmitSuccessful } = form.formState;
  useLeaveWarning(warnOnLeave && isDirty && !isSubmitSuccessful);

  const register = useCallback((name: string, take: FieldErrorTaker) => {
    fields.current.set(name, take);
    return () => void fields.current.delete(name);
  }, []);
  const context = useMemo(() => ({ submitting: isSubmitting, register }), [isSubmitting, register]);

  const show = (failure: Problem) => {
    const left = failure.errors.filter((error) => fieldFor(fields.current, error.path) === undefined);
    const placed = failure.errors.filter((error) => !left.includes(error));
    for (const [index, error] of placed.entries()) fieldFor(fields.current, error.path)?.(error.message, index === 0);
    setProblem({ ...failure, errors: left });
  };

  const send = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await onSubmit(values);
    } catch (error) {
      show(toProblem(error));
    }
  });

  return (
    <FormContext value={context}>
      <form
        {...rest}
        noValidate
        // Sent before the script has loaded, a form must not put its values into the address.
        method="post"
        className={cn("flex flex-col gap-5", className)}
        onKeyDown={(event: KeyboardEvent<HTMLFormElement>) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
        onSubmit={async (event) => {
          event.preventDefault();
          event.stopPropagation();
          if (busy.current) return;
          busy.current = true;
          try {
            await send(event);
          } finally {
            busy.current = false;
          }
        }}
      >
        {problem && <FormProblem problem={problem} />}
        {children}
      </form>
    </FormContext>
  );
}

/** The first message in the error of a field, or of a list or object under it. */
function firstMessage(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("message" in error && typeof error.message === "string" && error.message !== "") return error.message;
  for (const [key, value] of Object.entries(error)) {
    const message = key === "ref" ? undefined : firstMessage(value);
    if (message !== undefined) return message;
  }
  return undefined;
}

export type FormFieldProps<Values extends FieldValues, Output, Name extends FieldPath<Values>> = {
  form: UseFormReturn<Values, unknown, Output>;
  name: Name;
  label: ReactNode;
  hint?: ReactNode;
  required?: boolean;
  optional?: boolean;
  labelHidden?: boolean;
  action?: ReactNode;
  className?: string;
  children: (field: ControllerRenderProps<Values, Name>) => ReactNode;
};

/** One field of a form: label, control, and the error of the browser's check or of the server's. */
export function FormField<Values extends FieldValues, Output, Name extends FieldPath<Values>>({
  form,
  name,
  children,
  ...field
}: FormFieldProps<Values, Output, Name>) {
  const context = useContext(FormContext);
  const { setError } = form;
  useEffect(
    () =>
      context?.register(name, (message, focus) => setError(name, { type: "server", message }, { shouldFocus: focus })),
    [context?.register, name, setError],
  );
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: control, fieldState }) => (
        <Field {...field} error={firstMessage(fieldState.error)}>
          {children(control)}
        </Field>
      )}
    />
  );
}

/** The last row of a form. */
export function FormActions({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={cn("flex flex-wrap items-center gap-2 pt-1", className)}>{children}</div>;
}

export type SubmitButtonProps = Omit<ButtonProps, "type" | "loading" | "loadingLabel"> & { pendingLabel?: string };

/** Sends the form around it and shows that it works. */
export function SubmitButton({ variant = "primary", pendingLabel = "Sending", ...rest }: SubmitButtonProps) {
  const context = useContext(FormContext);
  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      loading={context?.submitting === true}
      loadingLabel={pendingLabel}
    />
  );
}
