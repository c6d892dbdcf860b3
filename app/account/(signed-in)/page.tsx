import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { requireAccount } from "@/app/_server/viewer";
import { Profile } from "@/components/identity/profile";
import { paths } from "@/components/shell/paths";
import { readAccount } from "@/lib/identity/read-account";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const account = await readAccount(await requireAccount(paths.account.profile()));
  return (
    <Hydrate answers={[{ path: "/account", init: {}, data: account }]}>
      <Profile />
    </Hydrate>
  );
}
