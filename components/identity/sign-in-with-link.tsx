"use client";

import { useRouter } from "next/navigation";
import { plainLatchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { UseLink, WithToken } from "./mailed-link";

const AGAIN = { href: paths.signIn(), label: "Go to sign in" };

/** The end of a mailed sign-in link. */
export function SignInWithLink() {
  const router = useRouter();
  return (
    <WithToken again={AGAIN}>
      {(token) => (
        <UseLink
          label="Sign in"
          pendingLabel="Signing in"
          again={AGAIN}
          onUse={async () => {
            const { data } = await plainLatchkey.POST("/sessions/link", { body: { token } });
            router.replace(data?.half ? paths.verifyFactor() : paths.home());
            router.refresh();
          }}
        />
      )}
    </WithToken>
  );
}
