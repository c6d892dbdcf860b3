"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { RecoveryCodes } from "./recovery-codes";

/** How many codes are left, and a new set. */
export function RecoveryCodeSection({ account }: { account: components["schemas"]["Account"] }) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const { recoveryCodesLeft: left, totp, passkeys } = account.factors;
  const enrolled = totp !== null || passkeys.length > 0;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className={left > 0 && left <= 3 ? "text-sm text-warning" : "text-sm"}>
        {!enrolled
          ? "They come with your first factor."
          : left === 0
            ? "You have none left."
            : `${left} of 10 are left.`}
      </p>
      <Button disabled={!enrolled} onClick={() => setAsking(true)}>
        Create new codes
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Create new recovery codes?"
        description="The codes you have now stop working at once."
        confirmLabel="Create new codes"
        onConfirm={async () => {
          const { data } = await latchkey.POST("/account/recovery-codes");
          setCodes(data?.recoveryCodes ?? null);
          await queryClient.invalidateQueries({ queryKey: ["get", "/account"] });
        }}
      />
      <Dialog
        open={codes !== null}
        onOpenChange={(open) => !open && setCodes(null)}
        title="Your recovery codes"
        dismissable={false}
      >
        {codes !== null && <RecoveryCodes codes={codes} onStored={() => setCodes(null)} />}
      </Dialog>
    </div>
  );
}
