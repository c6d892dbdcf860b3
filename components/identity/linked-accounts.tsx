"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogIn, Unlink } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { toast } from "@/components/ui/toast";

type Account = components["schemas"]["Account"];
type Linked = Account["linkedAccounts"][number];
type Provider = { id: string; name: string };

/** Accounts of other providers that sign in to this one: seen, added, taken away. */
export function LinkedAccounts({ account, providers }: { account: Account; providers: readonly Provider[] }) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<Linked | null>(null);
  const nameOf = (linked: Linked) =>
    providers.find(({ id }) => id === linked.provider)?.name ?? "Your organization's identity provider";
  const { linkedAccounts } = account;
  const linkable = providers.filter(({ id }) => !linkedAccounts.some((linked) => linked.provider === id));
  return (
    <div className="flex flex-col gap-3">
      {linkedAccounts.length > 0 && (
        <Card>
          <ul aria-label="Linked accounts" className="divide-y divide-line">
            {linkedAccounts.map((linked) => (
              <li key={linked.id} className="flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
                <div className="min-w-0 flex-1">
                  <p className="flex min-w-0 flex-wrap items-center gap-x-2">
                    <bdi className="font-medium">{nameOf(linked)}</bdi>
                    {linked.email !== null && (
                      <bdi className="truncate text-muted" title={linked.email}>
                        {linked.email}
                      </bdi>
                    )}
                  </p>
                  <p className="text-muted text-xs">
                    Linked <DateTime value={linked.createdAt} /> · last used{" "}
                    <DateTime value={linked.lastUsedAt} empty="never" />
                  </p>
                </div>
                <Button size="sm" icon={<Unlink />} onClick={() => setRemoving(linked)}>
                  Unlink
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {linkable.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {linkable.map((provider) => (
            <Button key={provider.id} icon={<LogIn />} onClick={() => void link(provider)}>
              Link {provider.name}
            </Button>
          ))}
        </div>
      )}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={removing ? `Unlink ${nameOf(removing)}?` : ""}
        description="It no longer signs you in here. The account there stays as it is."
        confirmLabel="Unlink"
        danger
        onConfirm={async () => {
          if (!removing) return;
          await latchkey.DELETE("/account/linked-accounts/{account}", { params: { path: { account: removing.id } } });
          toast.success(`${nameOf(removing)} is unlinked.`);
          await queryClient.invalidateQueries({ queryKey: ["get", "/account"] });
        }}
      />
    </div>
  );
}

async function link(provider: Provider): Promise<void> {
  try {
    const { data } = await latchkey.POST("/account/providers/{provider}/link", {
      params: { path: { provider: provider.id } },
      body: { returnTo: paths.account.security() },
    });
    if (data) window.location.assign(data.url);
  } catch (error) {
    toast.error(`${provider.name} could not be linked.`, { problem: error });
  }
}
