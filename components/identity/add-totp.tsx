"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Image from "next/image";
import { useCallback, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { latchkey } from "@/components/session/browser-api";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { totpCodeSchema } from "@/lib/identity/schema";

type Begun = { id: string; secret: string; uri: string; qrCode: string };
type Props = { onAdded: (recoveryCodes: readonly string[] | null) => void };

const schema = z.object({ code: totpCodeSchema });

/** Adds an authenticator app: scan or type the secret, then confirm with a code. The secret stays in this component. */
export function AddTotp({ onAdded }: Props) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const begin = useCallback(async () => {
    setFailure(null);
    try {
      const { data } = await latchkey.POST("/account/totp", { body: {} });
      setBegun(data ?? null);
    } catch (error) {
      setFailure(error);
    }
  }, []);
  const asked = useRef(false);
  useEffect(() => {
    // Beginning again drops the secret that was begun before, so it happens once.
    if (asked.current) return;
    asked.current = true;
    void begin();
  }, [begin]);
  if (failure !== null) return <ErrorState compact error={failure} onRetry={() => void begin()} />;
  if (begun === null) return <Skeleton className="h-64" />;
  return (
    <div className="flex flex-col gap-6">
      <ol className="flex list-decimal flex-col gap-4 ps-5 text-sm">
        <li>
          Open an authenticator app, such as the one of your password manager, and scan this picture.
          <Image
            unoptimized
            src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qrCode)}`}
            alt="QR code of the secret below"
            width={184}
            height={184}
            className="mt-3 rounded-lg border border-line bg-white p-2"
          />
          <p className="mt-3 text-muted">
            It cannot be scanned? Type this instead, or{" "}
            <a href={begun.uri} className="text-accent-text underline-offset-4 hover:underline">
              open an app on this device
            </a>
            .
          </p>
          <span className="mt-1.5 flex min-w-0 items-center gap-1 rounded-md border border-line bg-sunken py-1 ps-3 pe-1">
            <code translate="no" dir="ltr" data-sensitive className="min-w-0 flex-1 select-all font-mono text-sm">
              {begun.secret.match(/.{1,4}/g)?.join(" ") ?? begun.secret}
            </code>
            <CopyButton value={begun.secret} label="Copy the secret" />
          </span>
        </li>
        <li>
          Type the code that the app shows.
          <Confirm id={begun.id} onAdded={onAdded} />
        </li>
      </ol>
    </div>
  );
}

function Confirm({ id, onAdded }: { id: string; onAdded: Props["onAdded"] }) {
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { code: "" } });
  return (
    <Form
      form={form}
      aria-label="Confirm the app"
      className="mt-3"
      onSubmit={async ({ code }) => {
        const { data } = await latchkey.POST("/account/totp/confirm", { body: { id, code } });
        if (data) onAdded(data.recoveryCodes);
      }}
    >
      <FormField form={form} name="code" label="Six-digit code" required>
        {(field) => (
          <Input {...field} mono inputMode="numeric" autoComplete="one-time-code" maxLength={9} className="w-40" />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Checking">Add the app</SubmitButton>
      </FormActions>
    </Form>
  );
}
