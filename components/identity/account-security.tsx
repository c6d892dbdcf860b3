"use client";

import { LogIn } from "lucide-react";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { ChangePasswordForm } from "./change-password-form";
import { Factors } from "./factors";
import { RecoveryCodeSection } from "./recovery-code-section";

type Provider = { id: string; name: string };

/** Everything that keeps the account safe: password, factors, recovery codes, linked providers. */
export function AccountSecurity({ providers }: { providers: readonly Provider[] }) {
  const account = $api.useQuery("get", "/account", {});
  return (
    <>
      <PageHeader title="Security" description="How you sign in, and how you prove that it is you." />
      {account.error ? (
        <ErrorState error={account.error} onRetry={() => void account.refetch()} />
      ) : account.data ? (
        <div className="flex max-w-4xl flex-col gap-10">
          <Section
            aside
            id="factors"
            title="Second factors"
            description="With one of them the password alone lets nobody in. Two are better: a lost phone then locks nobody out."
          >
            <Factors account={account.data} />
          </Section>
          <Section
            aside
            title="Recovery codes"
            description="Ten codes for the day when every factor is out of reach. Each works once."
          >
            <RecoveryCodeSection account={account.data} />
          </Section>
          <Section
            aside
            title="Password"
            description={
              account.data.factors.password
                ? "A change ends every other session."
                : "You have none: you sign in with a passkey or a provider."
            }
          >
            <ChangePasswordForm account={account.data} />
          </Section>
          {providers.length > 0 && (
            <Section aside title="Sign-in providers" description="Link an account elsewhere to sign in with it.">
              <div className="flex flex-wrap gap-2">
                {providers.map((provider) => (
                  <Button key={provider.id} icon={<LogIn />} onClick={() => void link(provider)}>
                    Link {provider.name}
                  </Button>
                ))}
              </div>
            </Section>
          )}
        </div>
      ) : (
        <Skeleton className="h-96" />
      )}
    </>
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
