"use client";

import { $api } from "@/components/session/browser-api";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ChangePasswordForm } from "./change-password-form";
import { Factors } from "./factors";
import { LinkedAccounts } from "./linked-accounts";
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
          {(providers.length > 0 || account.data.linkedAccounts.length > 0) && (
            <Section
              aside
              title="Linked accounts"
              description="Accounts elsewhere that sign you in here. Nobody but you links one."
            >
              <LinkedAccounts account={account.data} providers={providers} />
            </Section>
          )}
        </div>
      ) : (
        <Skeleton className="h-96" />
      )}
    </>
  );
}
