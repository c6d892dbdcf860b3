import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { requireAccount } from "@/app/_server/viewer";
import { Sessions } from "@/components/identity/sessions";
import { SIGN_INS_INIT } from "@/components/identity/sign-in-query";
import { paths } from "@/components/shell/paths";
import { listSessions, listSignIns } from "@/lib/identity/manage-sessions";

export const metadata: Metadata = { title: "Sessions" };

export default async function SessionsPage() {
  const ctx = await requireAccount(paths.account.sessions());
  const [sessions, signIns] = await Promise.all([
    listSessions(ctx),
    listSignIns(ctx, { limit: String(SIGN_INS_INIT.params.query.limit) }),
  ]);
  return (
    <Hydrate
      answers={[
        { path: "/account/sessions", init: {}, data: sessions },
        { path: "/account/sign-ins", init: SIGN_INS_INIT, data: { pages: [signIns], pageParams: [null] } },
      ]}
    >
      <Sessions />
    </Hydrate>
  );
}
