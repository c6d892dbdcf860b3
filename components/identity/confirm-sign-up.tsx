"use client";

import { useRouter } from "next/navigation";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { UseLink, WithToken } from "./mailed-link";

const AGAIN = { href: paths.signUp(), label: "Sign up again" };

/** The end of a mailed sign-up link: makes the account and signs in. */
export function ConfirmSignUp() {
  const router = useRouter();
  return (
    <WithToken again={AGAIN}>
      {(token) => (
        <UseLink
          label="Create my account"
          pendingLabel="Creating"
          again={AGAIN}
          onUse={async () => {
            const { data } = await plainLatchkey.POST("/sign-ups/confirm", { body: { token } });
            router.replace(data ? paths.start(data.organization.slug) : paths.home());
            router.refresh();
          }}
        />
      )}
    </WithToken>
  );
}
