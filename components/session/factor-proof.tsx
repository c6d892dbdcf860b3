"use client";

import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { plainAssertion } from "@/components/identity/plain-credential";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { toProblem } from "@/components/ui/problem";
import { Tabs } from "@/components/ui/tabs";
import { useHydrated } from "@/components/ui/use-hydrated";
import { plainLatchkey } from "./browser-api";

type Proved = { half: boolean };
type Props = { accepted: readonly string[]; onProved: (proved: Proved) => void };

const LABELS = {
  totp: "Code from your authenticator app",
  recoveryCode: "One of your recovery codes",
  password: "Your password",
};

/** The ways in which a person can prove that it is them, of those they have. Sends to `POST /account/step-up`. */
export function FactorProof({ accepted, onProved }: Props) {
  const hydrated = useHydrated();
  const tabs = [
    ...(accepted.includes("totp")
      ? [{ value: "totp", label: "Code", content: <CodeForm kind="totp" onProved={onProved} /> }]
      : []),
    ...(accepted.includes("passkey") && hydrated && browserSupportsWebAuthn()
      ? [{ value: "passkey", label: "Passkey", content: <PasskeyProof onProved={onProved} /> }]
      : []),
    ...(accepted.includes("recovery_code")
      ? [{ value: "recovery", label: "Recovery code", content: <CodeForm kind="recoveryCode" onProved={onProved} /> }]
      : []),
    ...(accepted.includes("password")
      ? [{ value: "password", label: "Password", content: <CodeForm kind="password" onProved={onProved} /> }]
      : []),
  ];
  const only = tabs.length === 1 ? tabs[0] : undefined;
  if (only) return only.content;
  if (tabs.length === 0) {
    return <Alert tone="warning">This browser cannot use any of your factors. Try another browser or device.</Alert>;
  }
  return <Tabs label="Ways to confirm" tabs={tabs} />;
}

function CodeForm({ kind, onProved }: { kind: keyof typeof LABELS; onProved: Props["onProved"] }) {
  const form = useForm({ defaultValues: { totp: "", recoveryCode: "", password: "" } });
  return (
    <Form
      form={form}
      aria-label="Confirm that it is you"
      onSubmit={async (values) => {
        const { data } = await plainLatchkey.POST("/account/step-up", { body: { [kind]: values[kind] } });
        if (data) onProved(data);
      }}
    >
      <FormField form={form} name={kind} label={LABELS[kind]} required>
        {(field) =>
          kind === "password" ? (
            <PasswordInput {...field} autoComplete="current-password" autoFocus />
          ) : (
            <Input
              {...field}
              mono
              autoComplete="one-time-code"
              inputMode={kind === "totp" ? "numeric" : "text"}
              spellCheck={false}
              autoCapitalize="none"
              autoFocus
            />
          )
        }
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Checking">Confirm</SubmitButton>
      </FormActions>
    </Form>
  );
}

function PasskeyProof({ onProved }: { onProved: Props["onProved"] }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const prove = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { data: options } = await plainLatchkey.POST("/account/step-up/passkey-options");
      if (!options) return;
      const passkey = plainAssertion(await startAuthentication({ optionsJSON: options }));
      const { data } = await plainLatchkey.POST("/account/step-up", { body: { passkey } });
      if (data) onProved(data);
    } catch (error) {
      setFailure(
        error instanceof Error && error.name === "NotAllowedError" ? "No passkey was chosen." : toProblem(error).title,
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col items-start gap-3">
      {failure && (
        <Alert tone="danger" live="polite">
          {failure}
        </Alert>
      )}
      <Button
        variant="primary"
        icon={<KeyRound />}
        loading={busy}
        loadingLabel="Waiting for the passkey"
        onClick={prove}
      >
        Use a passkey
      </Button>
    </div>
  );
}
