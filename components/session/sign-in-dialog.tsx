"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { PasskeySignIn } from "@/components/identity/passkey-sign-in";
import { PasswordSignIn } from "@/components/identity/password-sign-in";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { plainLatchkey } from "./browser-api";
import { FactorProof } from "./factor-proof";
import { registerSignInDialog } from "./sign-in-request";

type Standing =
  | { step: "looking" }
  | { step: "signed_out" }
  | { step: "factor"; accepted: readonly string[] }
  | { step: "enrol" }
  | { step: "done" }
  | { step: "someone_else"; email: string };

/** Where the browser's session stands now, for the person whose page this is. */
async function standing(email: string): Promise<Standing> {
  try {
    const { data } = await plainLatchkey.GET("/account");
    if (!data) return { step: "signed_out" };
    if (data.email !== email) return { step: "someone_else", email: data.email };
    if (!data.assurance.half) return { step: "done" };
    return data.assurance.mustEnrol ? { step: "enrol" } : { step: "factor", accepted: data.assurance.accepted };
  } catch {
    return { step: "signed_out" };
  }
}

/** Over the page, when the session has ended while someone works: signing in again repeats the call, and nothing is lost. */
export function SignInDialog({ email }: { email: string }) {
  const [answer, setAnswer] = useState<((signedIn: boolean) => void) | null>(null);
  const waiting = useRef(answer);
  waiting.current = answer;
  useEffect(
    () =>
      registerSignInDialog(
        () =>
          new Promise((resolve) => {
            waiting.current?.(false);
            setAnswer(() => resolve);
          }),
      ),
    [],
  );
  const finish = useCallback((signedIn: boolean) => {
    waiting.current?.(signedIn);
    setAnswer(null);
  }, []);
  return (
    <Dialog
      open={answer !== null}
      onOpenChange={(open) => {
        if (!open) finish(false);
      }}
      title="Sign in again"
      description="Your session has ended. What you have typed is still here, and nothing was sent."
    >
      {answer !== null && <Steps email={email} onDone={() => finish(true)} />}
    </Dialog>
  );
}

function Steps({ email, onDone }: { email: string; onDone: () => void }) {
  const [state, setState] = useState<Standing>({ step: "looking" });
  const done = useRef(onDone);
  done.current = onDone;
  const look = useCallback(async () => {
    const next = await standing(email);
    if (next.step === "done") done.current();
    else setState(next);
  }, [email]);
  useEffect(() => void look(), [look]);
  if (state.step === "looking") return <Skeleton className="h-40" />;
  if (state.step === "factor") return <FactorProof accepted={state.accepted} onProved={() => void look()} />;
  if (state.step === "someone_else") {
    return (
      <Alert
        tone="warning"
        title="Someone else is signed in now"
        actions={<Button onClick={() => window.location.assign(paths.home())}>Open their start page</Button>}
      >
        <p>
          This page belongs to <bdi>{email}</bdi>; this browser is signed in as <bdi>{state.email}</bdi>.
        </p>
      </Alert>
    );
  }
  const elsewhere = (
    <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4 text-muted text-sm">
      <span className="flex-1">
        Another way in?{" "}
        <Link external href={state.step === "enrol" ? paths.verifyFactor() : paths.signIn()}>
          Sign in in a new tab
        </Link>
        , then come back.
      </span>
      <Button size="sm" onClick={() => void look()}>
        I have signed in
      </Button>
    </div>
  );
  if (state.step === "enrol") {
    return (
      <div className="flex flex-col gap-4">
        <Alert tone="info">Your organization requires a second factor now. Add one in a new tab, then come back.</Alert>
        {elsewhere}
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <PasswordSignIn email={email} onSignedIn={() => void look()} />
      <PasskeySignIn onSignedIn={() => void look()} />
      {elsewhere}
    </div>
  );
}
