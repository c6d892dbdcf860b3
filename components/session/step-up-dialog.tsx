"use client";

import { useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { plainLatchkey } from "./browser-api";
import { FactorProof } from "./factor-proof";
import { registerStepUpDialog, type StepUpDemand } from "./step-up-request";

type Pending = { demand: StepUpDemand; answer: (proved: boolean) => void };

/** Asks for a factor when the API wants one; the call that asked is repeated and nothing that was typed is lost. */
export function StepUpDialog() {
  const [pending, setPending] = useState<Pending | null>(null);
  const current = useRef<Pending | null>(null);
  current.current = pending;
  useEffect(
    () =>
      registerStepUpDialog(
        (demand) =>
          new Promise((answer) => {
            current.current?.answer(false);
            setPending({ demand, answer });
          }),
      ),
    [],
  );
  const finish = (proved: boolean) => {
    pending?.answer(proved);
    setPending(null);
  };
  return (
    <Dialog
      open={pending !== null}
      onOpenChange={(open) => {
        if (!open) finish(false);
      }}
      title="Confirm that it is you"
      description="This is a sensitive action. Your confirmation stands for 10 minutes."
    >
      {pending && <OwnFactors demand={pending.demand} onProved={() => finish(true)} />}
    </Dialog>
  );
}

/** Of the factors that the call accepts, those that this person has. */
function OwnFactors({ demand, onProved }: { demand: StepUpDemand; onProved: () => void }) {
  const [accepted, setAccepted] = useState<readonly string[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt reads again
  useEffect(() => {
    let current = true;
    plainLatchkey.GET("/account").then(
      ({ data }) => {
        const own: readonly string[] = data?.assurance.accepted ?? [];
        if (current) setAccepted(own.filter((factor) => demand.accepted.includes(factor)));
      },
      (error: unknown) => current && setFailure(error),
    );
    return () => {
      current = false;
    };
  }, [demand, attempt]);
  if (failure !== null) {
    const retry = () => {
      setFailure(null);
      setAttempt(attempt + 1);
    };
    return <ErrorState compact error={failure} onRetry={retry} />;
  }
  if (accepted === null) return <Skeleton className="h-24" />;
  return <FactorProof accepted={accepted} onProved={onProved} />;
}
