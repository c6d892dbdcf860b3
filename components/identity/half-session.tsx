"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FactorProof } from "@/components/session/factor-proof";
import { signOut } from "@/components/session/sign-out";
import { StepUpDialog } from "@/components/session/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { AddPasskey } from "./add-passkey";
import { AddTotp } from "./add-totp";
import { RecoveryCodes } from "./recovery-codes";

export type HalfSessionProps = {
  email: string;
  callback: string;
  accepted: readonly string[];
  mustEnrol: boolean;
};

/** Signed in with the password alone: what is still to be done, or the way out. */
export function HalfSession({ email, callback, accepted, mustEnrol }: HalfSessionProps) {
  const router = useRouter();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enter = () => {
    router.replace(callback);
    router.refresh();
  };
  const added = (recoveryCodes: readonly string[] | null) => (recoveryCodes ? setCodes(recoveryCodes) : enter());
  if (codes !== null) {
    return (
      <>
        <h1 className="mb-6 font-semibold text-xl tracking-tight">Your recovery codes</h1>
        <RecoveryCodes codes={codes} onStored={enter} storedLabel="Continue" />
      </>
    );
  }
  return (
    <>
      <h1 className="font-semibold text-xl tracking-tight">
        {mustEnrol ? "Add a second factor" : "Confirm that it is you"}
      </h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        {mustEnrol
          ? "Your organization requires a factor besides the password. Add one now; it takes a minute."
          : "Your password was right. One more step."}
      </p>
      {mustEnrol ? (
        <Tabs
          label="Kinds of factor"
          tabs={[
            { value: "totp", label: "Authenticator app", content: <AddTotp onAdded={added} /> },
            { value: "passkey", label: "Passkey", content: <AddPasskey onAdded={added} /> },
          ]}
        />
      ) : (
        // Where the password alone counts as a factor the session is no half one, so it is not offered here.
        <FactorProof
          accepted={accepted.filter((factor) => factor !== "password")}
          onProved={({ half }) => (half ? router.refresh() : enter())}
        />
      )}
      <p className="mt-8 flex flex-wrap items-center gap-2 border-line border-t pt-4 text-muted text-sm">
        <span className="min-w-0">
          Signed in as <bdi>{email}</bdi>.
        </span>
        <Button variant="link" onClick={() => void signOut()}>
          Sign out
        </Button>
      </p>
      <StepUpDialog />
    </>
  );
}
