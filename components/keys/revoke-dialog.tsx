"use client";

import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { REVOCATION_REASONS, type RevocationReason } from "@/lib/core/enums";
import { environmentColor } from "./environment-color";
import type { KeyDetail } from "./key-detail";
import type { Receipt } from "./receipt-words";
import { REVOCATION_WORDS } from "./revocation-words";

export type KeyDialogProps = {
  organization: string;
  detail: KeyDetail;
  onClose: () => void;
  onChanged: (receipt: Receipt | null) => Promise<void>;
};

const ORDER = [...REVOCATION_REASONS].sort((a, b) => Number(a === "unspecified") - Number(b === "unspecified"));

/** Ends a key for good: why, in words, and its name typed. */
export function RevokeDialog({ organization, detail, onClose, onChanged }: KeyDialogProps) {
  const [reason, setReason] = useState<RevocationReason>("superseded");
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={
        <>
          Revoke <bdi>{detail.name}</bdi>?
        </>
      }
      description="Revoking is final. Programs that use the key are refused within a second, and it never works again."
      confirmLabel="Revoke key"
      typeToConfirm={detail.name}
      reason="required"
      reasonLabel="Comment"
      onConfirm={async ({ reason: comment }) => {
        const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/revoke", {
          params: { path: { organization, key: detail.id }, query: { wait: "5s" } },
          body: { reason, comment },
        });
        if (data) await onChanged({ verb: "Refused", propagation: data.propagation });
      }}
    >
      <EnvironmentBanner
        name={detail.environmentName}
        color={environmentColor(detail.environmentColor)}
        sensitivity={detail.sensitivity}
      />
      <Field label="Reason" required>
        <Select
          value={reason}
          onValueChange={setReason}
          options={ORDER.map((value) => ({ value, ...REVOCATION_WORDS[value] }))}
        />
      </Field>
    </ConfirmDialog>
  );
}
