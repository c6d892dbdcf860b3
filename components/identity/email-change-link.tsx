"use client";

import { useState } from "react";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { UseLink, WithToken } from "./mailed-link";

const WORDS = {
  confirm: {
    label: "Use this address",
    done: "Your address is changed",
    next: { href: paths.account.profile(), label: "Open your profile" },
  },
  undo: {
    label: "Keep my old address",
    done: "Your address is as it was, and every session has ended",
    next: { href: paths.forgotPassword(), label: "Set a new password" },
  },
};

/** The mailed links of a change of address: to confirm the new one, or to keep the old one. */
export function EmailChangeLink({ purpose }: { purpose: keyof typeof WORDS }) {
  const [email, setEmail] = useState<string | null>(null);
  const words = WORDS[purpose];
  if (email !== null) {
    return (
      <Alert
        tone="success"
        live="polite"
        title={words.done}
        actions={<ButtonLink href={words.next.href}>{words.next.label}</ButtonLink>}
      >
        <p>
          You sign in with <bdi>{email}</bdi>.
        </p>
      </Alert>
    );
  }
  const again = { href: paths.account.profile(), label: "Open your profile" };
  return (
    <WithToken again={again}>
      {(token, forget) => (
        <UseLink
          label={words.label}
          pendingLabel="Changing"
          again={again}
          onUse={async () => {
            const { data } = await plainLatchkey.POST(
              purpose === "confirm" ? "/email-changes/confirm" : "/email-changes/undo",
              { body: { token } },
            );
            forget();
            setEmail(data?.email ?? "");
          }}
        />
      )}
    </WithToken>
  );
}
