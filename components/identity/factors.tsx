"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, Pencil, Plus, Smartphone, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { renamePasskeySchema } from "@/lib/identity/schema";
import { AddPasskey } from "./add-passkey";
import { AddTotp } from "./add-totp";
import { RecoveryCodes } from "./recovery-codes";

type Account = components["schemas"]["Account"];
type Adding = "totp" | "passkey" | { codes: readonly string[] } | null;

/** The authenticator app and the passkeys of the account: seen, added, renamed, removed. */
export function Factors({ account }: { account: Account }) {
  const queryClient = useQueryClient();
  const [adding, setAdding] = useState<Adding>(null);
  const [removing, setRemoving] = useState<{ id: string; name: string } | null>(null);
  const [renaming, setRenaming] = useState<{ id: string; name: string } | null>(null);
  const { totp, passkeys } = account.factors;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["get", "/account"] });

  const added = (recoveryCodes: readonly string[] | null) => {
    if (recoveryCodes === null) toast.success("Your factor is added.");
    setAdding(recoveryCodes ? { codes: recoveryCodes } : null);
    void refresh();
  };

  return (
    <div className="flex flex-col gap-3">
      <Card>
        <ul className="divide-y divide-line">
          <FactorRow
            icon={<Smartphone />}
            title={totp?.name ?? "Authenticator app"}
            badge={totp ? <Badge tone="success">On</Badge> : <Badge>Off</Badge>}
            createdAt={totp?.createdAt ?? null}
            lastUsedAt={totp?.lastUsedAt ?? null}
            actions={
              totp ? (
                <IconButton
                  label="Remove the app"
                  icon={<Trash2 />}
                  variant="danger"
                  onClick={() => setRemoving(totp)}
                />
              ) : (
                <Button size="sm" onClick={() => setAdding("totp")}>
                  Set up
                </Button>
              )
            }
          />
          {passkeys.map((passkey) => (
            <FactorRow
              key={passkey.id}
              icon={<KeyRound />}
              title={passkey.name}
              badge={
                <Badge tone={passkey.backedUp ? "info" : "neutral"}>{passkey.backedUp ? "Synced" : "One device"}</Badge>
              }
              createdAt={passkey.createdAt}
              lastUsedAt={passkey.lastUsedAt}
              actions={
                <>
                  <IconButton label={`Rename ${passkey.name}`} icon={<Pencil />} onClick={() => setRenaming(passkey)} />
                  <IconButton
                    label={`Remove ${passkey.name}`}
                    icon={<Trash2 />}
                    variant="danger"
                    onClick={() => setRemoving(passkey)}
                  />
                </>
              }
            />
          ))}
        </ul>
      </Card>
      <div>
        <Button icon={<Plus />} onClick={() => setAdding("passkey")}>
          Add a passkey
        </Button>
      </div>
      <Dialog
        open={adding !== null}
        onOpenChange={(open) => !open && setAdding(null)}
        dismissable={typeof adding !== "object"}
        title={
          adding === "totp"
            ? "Set up an authenticator app"
            : adding === "passkey"
              ? "Add a passkey"
              : "Your recovery codes"
        }
      >
        {adding === "totp" && <AddTotp onAdded={added} />}
        {adding === "passkey" && <AddPasskey onAdded={added} />}
        {typeof adding === "object" && adding !== null && (
          <RecoveryCodes codes={adding.codes} onStored={() => setAdding(null)} />
        )}
      </Dialog>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove ${removing?.name ?? ""}?`}
        description="It no longer lets you in, and your other sessions end."
        confirmLabel="Remove factor"
        danger
        onConfirm={async () => {
          if (!removing) return;
          await latchkey.DELETE("/account/factors/{factor}", { params: { path: { factor: removing.id } } });
          toast.success("The factor is removed.");
          await refresh();
        }}
      />
      <Dialog
        open={renaming !== null}
        onOpenChange={(open) => !open && setRenaming(null)}
        title="Rename the passkey"
        size="sm"
      >
        {renaming && (
          <RenameForm
            passkey={renaming}
            onRenamed={() => {
              setRenaming(null);
              void refresh();
            }}
          />
        )}
      </Dialog>
    </div>
  );
}

type FactorRowProps = {
  icon: ReactNode;
  title: string;
  badge: ReactNode;
  createdAt: string | null;
  lastUsedAt: string | null;
  actions: ReactNode;
};

function FactorRow({ icon, title, badge, createdAt, lastUsedAt, actions }: FactorRowProps) {
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <span aria-hidden className="text-muted [&_svg]:size-4">
        {icon}
      </span>
      <div className="min-w-0 flex-1 text-sm">
        <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="truncate font-medium" title={title}>
            {title}
          </bdi>
          {badge}
        </p>
        {createdAt !== null && (
          <p className="text-muted text-xs">
            Added <DateTime value={createdAt} /> · last used <DateTime value={lastUsedAt} empty="never" />
          </p>
        )}
      </div>
      <span className="flex shrink-0 items-center gap-1">{actions}</span>
    </li>
  );
}

function RenameForm({ passkey, onRenamed }: { passkey: { id: string; name: string }; onRenamed: () => void }) {
  const form = useForm({ resolver: zodResolver(renamePasskeySchema), defaultValues: { name: passkey.name } });
  return (
    <Form
      form={form}
      aria-label="Rename the passkey"
      onSubmit={async (body) => {
        await latchkey.PATCH("/account/passkeys/{passkey}", { params: { path: { passkey: passkey.id } }, body });
        onRenamed();
      }}
    >
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" maxLength={60} dir="auto" />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Saving">Rename</SubmitButton>
      </FormActions>
    </Form>
  );
}
