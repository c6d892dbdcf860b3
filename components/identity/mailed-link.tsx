"use client";

import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { toProblem } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useFragmentToken } from "./use-fragment-token";

type WithTokenProps = {
  /** Where to get another link. */
  again: { href: string; label: string };
  children: (token: string, forget: () => void) => ReactNode;
};

/** A page that a mailed link opens: waits for the token in the fragment, and says so when the link is not whole. */
export function WithToken({ again, children }: WithTokenProps) {
  const { token, forget } = useFragmentToken();
  if (token === undefined) return <Skeleton className="h-40" />;
  if (token === null) {
    return (
      <Alert
        tone="warning"
        title="This link is not whole"
        actions={<ButtonLink href={again.href}>{again.label}</ButtonLink>}
      >
        Open it from the mail again, or copy all of it into the address bar.
      </Alert>
    );
  }
  return children(token, forget);
}

type UseLinkProps = {
  /** What pressing does: "Confirm this address". Mail scanners open links, so nothing happens before a press. */
  label: string;
  pendingLabel: string;
  again: { href: string; label: string };
  onUse: () => Promise<unknown>;
};

/** The one press that uses a mailed link up; says why when it does not work. */
export function UseLink({ label, pendingLabel, again, onUse }: UseLinkProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof toProblem> | null>(null);
  const use = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await onUse();
    } catch (error) {
      setProblem(toProblem(error));
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      {problem && (
        <Alert
          tone="danger"
          live="assertive"
          title={problem.title}
          actions={<ButtonLink href={again.href}>{again.label}</ButtonLink>}
        >
          {problem.detail}
        </Alert>
      )}
      <Button variant="primary" loading={busy} loadingLabel={pendingLabel} onClick={use} className="w-full">
        {label}
      </Button>
    </div>
  );
}
