"use client";

import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { plainLatchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { toProblem } from "@/components/ui/problem";
import { useHydrated } from "@/components/ui/use-hydrated";
import { plainAssertion } from "./plain-credential";

/** Sign-in with a passkey alone; nothing where the browser has none. */
export function PasskeySignIn({ onSignedIn }: { onSignedIn: (half: boolean) => void }) {
  const hydrated = useHydrated();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (!hydrated || !browserSupportsWebAuthn()) return null;
  const signIn = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { data: options } = await plainLatchkey.POST("/sessions/passkey-options");
      if (!options) return;
      const { data } = await plainLatchkey.POST("/sessions/passkey", {
        body: { response: plainAssertion(await startAuthentication({ optionsJSON: options })) },
      });
      onSignedIn(data?.half === true);
    } catch (error) {
      setFailure(
        error instanceof Error && error.name === "NotAllowedError" ? "No passkey was chosen." : toProblem(error).title,
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {failure && (
        <Alert tone="danger" live="polite">
          {failure}
        </Alert>
      )}
      <Button
        icon={<KeyRound />}
        loading={busy}
        loadingLabel="Waiting for the passkey"
        onClick={signIn}
        className="w-full"
      >
        Sign in with a passkey
      </Button>
    </>
  );
}
