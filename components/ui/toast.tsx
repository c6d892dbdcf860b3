"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner, toast as sonner } from "sonner";
import { type Problem, toProblem } from "./problem";

type ToastOptions = {
  description?: string;
  /** Takes back what was done; only where it truly can be. */
  undo?: () => void;
  action?: { label: string; onSelect: () => void };
  id?: string;
};

function options({ description, undo, action, id }: ToastOptions = {}) {
  const button =
    undo === undefined ? action && { label: action.label, onClick: action.onSelect } : { label: "Undo", onClick: undo };
  return {
    ...(description === undefined ? {} : { description }),
    ...(id === undefined ? {} : { id }),
    ...(button === undefined ? {} : { action: button }),
    // Time enough to read and to reach the button.
    duration: button === undefined ? 5000 : 10_000,
  };
}

function describeProblem(problem: Problem): string | undefined {
  const parts = [
    problem.detail,
    ...problem.errors.map((error) => error.message),
    problem.requestId === undefined ? undefined : `Request ${problem.requestId}`,
  ];
  return parts.filter((part) => part !== undefined).join(" · ") || undefined;
}

/** Says in passing what has happened. What must be read or answered belongs on the page. */
export const toast = {
  success: (title: string, more?: ToastOptions) => sonner.success(title, options(more)),
  info: (title: string, more?: ToastOptions) => sonner.info(title, options(more)),
  warning: (title: string, more?: ToastOptions) => sonner.warning(title, options(more)),
  /** `problem` is anything thrown; its words and request id become the description. */
  error: (title: string, { problem, ...more }: ToastOptions & { problem?: unknown } = {}) =>
    sonner.error(title, {
      ...options(more),
      ...(problem === undefined
        ? {}
        : { description: describeProblem(toProblem(problem)) ?? toProblem(problem).title }),
      duration: 12_000,
      closeButton: true,
    }),
  promise: <Value,>(promise: Promise<Value>, words: { loading: string; success: string; error: string }) =>
    sonner.promise(promise, {
      loading: words.loading,
      success: words.success,
      error: (error: unknown) => ({ message: words.error, description: describeProblem(toProblem(error)) }),
    }),
  dismiss: (id?: string | number) => void sonner.dismiss(id),
};

/** Stands once around the app (`app/providers.tsx`). */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      style={{ fontFamily: "inherit" }}
      position="bottom-right"
      containerAriaLabel="Messages"
      visibleToasts={4}
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg border border-line-strong bg-raised px-3.5 py-3 text-sm text-foreground shadow-lg sm:w-[356px]",
          content: "flex min-w-0 flex-1 flex-col gap-0.5",
          title: "font-medium",
          description: "text-muted text-xs [overflow-wrap:anywhere]",
          icon: "mt-0.5 flex size-4 shrink-0 items-center justify-center",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-danger",
          warning: "[&_[data-icon]]:text-warning",
          info: "[&_[data-icon]]:text-info",
          actionButton:
            "inline-flex h-7 shrink-0 items-center rounded-md border border-line-strong bg-surface px-2.5 font-medium text-xs hover:bg-hover",
          closeButton:
            "order-last inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-foreground",
        },
      }}
    />
  );
}
