"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { components } from "@/clients/sdk/generated/schema";
import { WithToken } from "@/components/identity/mailed-link";
import { PasskeySignIn } from "@/components/identity/passkey-sign-in";
import { PasswordSignIn } from "@/components/identity/password-sign-in";
import { plainLatchkey } from "@/components/session/browser-api";
import { FactorProof } from "@/components/session/factor-proof";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { toProblem } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { nameSchema } from "@/lib/core/text";
import { newPasswordSchema, SHORTEST_PASSWORD } from "@/lib/identity/schema";
import { ROLE_WORDS } from "./role-words";

type Opened = components["schemas"]["OpenedInvitation"];
type Viewer = { email: string; half: boolean; accepted: readonly string[] } | null;
type Standing =
  | { step: "looking" }
  | { step: "failed"; problem: ReturnType<typeof toProblem> }
  | { step: "ready"; invitation: Opened; viewer: Viewer };

async function readViewer(): Promise<Viewer> {
  try {
    const { data } = await plainLatchkey.GET("/account");
    return data ? { email: data.email, half: data.assurance.half, accepted: data.assurance.accepted } : null;
  } catch {
    return null;
  }
}

/** What the mailed invitation is about, and joining: with a new account, or as the account of that address. */
export function AcceptInvitation({ viewer }: { viewer: Viewer }) {
  return (
    <WithToken again={{ href: paths.home(), label: "Go to the start" }}>
      {(token, forget) => <Invitation token={token} forget={forget} first={viewer} />}
    </WithToken>
  );
}

function Invitation({ token, forget, first }: { token: string; forget: () => void; first: Viewer }) {
  const router = useRouter();
  const [standing, setStanding] = useState<Standing>({ step: "looking" });
  const looked = useRef(false);
  const look = useCallback(async () => {
    // The page knows who looks when it is opened; afterwards someone may have signed in or out.
    const known = !looked.current;
    looked.current = true;
    try {
      const [{ data }, viewer] = await Promise.all([
        plainLatchkey.POST("/invitations/open", { body: { token } }),
        known ? first : readViewer(),
      ]);
      if (data) setStanding({ step: "ready", invitation: data, viewer });
    } catch (error) {
      setStanding({ step: "failed", problem: toProblem(error) });
    }
  }, [token, first]);
  useEffect(() => void look(), [look]);

  const accept = async (person: { name?: string; password?: string }) => {
    const { data } = await plainLatchkey.POST("/invitations/accept", { body: { token, ...person } });
    if (!data) return;
    forget();
    const organization = paths.organization(data.organization.slug);
    router.replace(data.half ? paths.verifyFactor({ callback: organization }) : organization);
    router.refresh();
  };

  if (standing.step === "looking") return <Skeleton className="h-64" />;
  if (standing.step === "failed") {
    return (
      <Alert
        tone="danger"
        title={standing.problem.title}
        actions={
          standing.problem.retryable ? (
            <Button onClick={() => void look()}>Try again</Button>
          ) : (
            <ButtonLink href={paths.home()}>Go to the start</ButtonLink>
          )
        }
      >
        Ask whoever invited you to send it again.
      </Alert>
    );
  }
  const { invitation, viewer } = standing;
  return (
    <>
      <h1 className="font-semibold text-xl tracking-tight">
        Join <bdi>{invitation.organizationName}</bdi>
      </h1>
      <p className="mt-1 mb-6 text-muted text-sm">
        {invitation.invitedBy !== null && (
          <>
            <bdi>{invitation.invitedBy}</bdi> invited <bdi>{invitation.email}</bdi>.{" "}
          </>
        )}
        You join as {invitation.role}: {ROLE_WORDS[invitation.role]}
      </p>
      <WayIn invitation={invitation} viewer={viewer} accept={accept} onChanged={() => void look()} />
    </>
  );
}

type WayInProps = {
  invitation: Opened;
  viewer: Viewer;
  accept: (person: { name?: string; password?: string }) => Promise<void>;
  onChanged: () => void;
};

function WayIn({ invitation, viewer, accept, onChanged }: WayInProps) {
  if (viewer && viewer.email !== invitation.email) {
    return (
      <Alert
        tone="warning"
        title="This invitation is for another address"
        actions={
          <Button
            onClick={async () => {
              await plainLatchkey.DELETE("/account/sessions/current").catch(() => undefined);
              onChanged();
            }}
          >
            Sign out and go on
          </Button>
        }
      >
        <p>
          It is for <bdi>{invitation.email}</bdi>; you are signed in as <bdi>{viewer.email}</bdi>.
        </p>
      </Alert>
    );
  }
  if (viewer?.half) return <FactorProof accepted={viewer.accepted} onProved={onChanged} />;
  if (viewer) return <JoinButton accept={accept} organization={invitation.organizationName} />;
  if (invitation.accountExists) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-sm">There is an account with this address. Sign in with it, then join.</p>
        <PasswordSignIn email={invitation.email} onSignedIn={onChanged} />
        <PasskeySignIn onSignedIn={onChanged} />
      </div>
    );
  }
  return <NewAccount email={invitation.email} accept={accept} />;
}

function JoinButton({ accept, organization }: { accept: WayInProps["accept"]; organization: string }) {
  const form = useForm();
  return (
    <Form form={form} aria-label="Join" onSubmit={() => accept({})}>
      <SubmitButton className="w-full" pendingLabel="Joining">
        Join <bdi>{organization}</bdi>
      </SubmitButton>
    </Form>
  );
}

const newAccountSchema = z.object({ name: nameSchema(100), password: newPasswordSchema });

function NewAccount({ email, accept }: { email: string; accept: WayInProps["accept"] }) {
  const form = useForm({ resolver: zodResolver(newAccountSchema), defaultValues: { name: "", password: "" } });
  return (
    <Form form={form} aria-label="New account" onSubmit={accept}>
      <p className="text-sm">
        You sign in with <bdi className="font-medium">{email}</bdi>.
      </p>
      <input type="email" value={email} readOnly autoComplete="username" className="hidden" aria-hidden tabIndex={-1} />
      <FormField form={form} name="name" label="Your name" required>
        {(field) => <Input {...field} autoComplete="name" maxLength={100} dir="auto" />}
      </FormField>
      <FormField
        form={form}
        name="password"
        label="Password"
        hint={`At least ${SHORTEST_PASSWORD} characters. A sentence is a good one.`}
        required
      >
        {(field) => <PasswordInput {...field} autoComplete="new-password" />}
      </FormField>
      <FormActions>
        <SubmitButton className="w-full" pendingLabel="Joining">
          Create the account and join
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
