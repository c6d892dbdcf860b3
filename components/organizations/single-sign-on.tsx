"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Building2, Globe, Plus } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { InlineCode } from "@/components/ui/inline-code";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { DomainList } from "./domain-list";
import { ProviderForm } from "./provider-form";

type Provider = components["schemas"]["IdentityProvider"];
const PATH = "/organizations/{organization}/identity-providers";
const ONE = "/organizations/{organization}/identity-providers/{provider}";
type Props = { organization: string; owns: boolean };

/** The organization's own identity providers, the e-mail domains that lead to them, and the directory that keeps members. */
export function SingleSignOn({ organization, owns, scimUrl }: Props & { scimUrl: string }) {
  return (
    <div className="flex max-w-4xl flex-col gap-10">
      <Section
        aside
        title="Identity providers"
        description="Any provider of OpenID Connect. Members of a verified domain then sign in there."
      >
        <Providers organization={organization} owns={owns} />
      </Section>
      <Section
        aside
        title="E-mail domains"
        description="A domain counts once its DNS record proves that it is yours. Until then nobody is led to your provider."
      >
        <DomainList organization={organization} />
      </Section>
      <Section
        aside
        title="Directory"
        description="A directory that speaks SCIM 2.0, such as Okta or Entra ID, adds members, deactivates them and keeps teams."
      >
        <div className="flex flex-col items-start gap-3 text-sm">
          <p className="flex flex-wrap items-center gap-1">
            Base address: <InlineCode>{scimUrl}</InlineCode>
            <CopyButton value={scimUrl} label="Copy the base address" />
          </p>
          <p className="text-muted">
            Its bearer token is a service token with members:write. Whoever it deactivates loses access at once; what
            becomes of their keys is set under <Link href={paths.settingsSecurity(organization)}>Security</Link>.
          </p>
          <ButtonLink href={paths.newServiceToken(organization)}>Create a service token</ButtonLink>
        </div>
      </Section>
    </div>
  );
}

function Providers({ organization, owns }: Props) {
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState<Provider | "new" | null>(null);
  const [removing, setRemoving] = useState<Provider | null>(null);
  const query = $api.useQuery("get", PATH, { params: { path: { organization } } });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["get", PATH] });
  if (query.error) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="h-32" />;
  const add = (
    <Button icon={<Plus />} disabled={!owns} onClick={() => setEditing("new")}>
      Add a provider
    </Button>
  );
  return (
    <div className="flex flex-col gap-3">
      <Card>
        {query.data.items.length === 0 ? (
          <EmptyState compact icon={<Building2 />} title="No identity provider yet" action={add}>
            {owns ? "Members sign in with passwords and passkeys until there is one." : "Only an owner adds one."}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {query.data.items.map((provider) => (
              <li key={provider.id} className="flex flex-col gap-2 px-4 py-3 text-sm">
                <div className="flex flex-wrap items-center gap-2">
                  <bdi className="font-medium">{provider.name}</bdi>
                  <Badge tone={provider.enabled ? "success" : "neutral"}>{provider.enabled ? "On" : "Off"}</Badge>
                  <span className="ms-auto flex gap-1">
                    <Button size="sm" disabled={!owns} onClick={() => setEditing(provider)}>
                      Change
                    </Button>
                    <Button size="sm" variant="ghost" disabled={!owns} onClick={() => setRemoving(provider)}>
                      Remove
                    </Button>
                  </span>
                </div>
                <p className="flex items-center gap-1.5 text-muted [overflow-wrap:anywhere]">
                  <Globe aria-hidden className="size-3.5 shrink-0" />
                  {provider.issuer}
                </p>
                <p className="flex flex-wrap items-center gap-1 text-muted text-xs">
                  Redirect address for the provider: <InlineCode>{provider.callbackUrl}</InlineCode>
                  <CopyButton value={provider.callbackUrl} label="Copy the redirect address" />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {query.data.items.length > 0 && <div>{add}</div>}
      {!owns && <p className="text-muted text-sm">Only an owner changes identity providers.</p>}
      <Dialog
        open={editing !== null}
        onOpenChange={(open) => !open && setEditing(null)}
        title={editing === "new" ? "Add an identity provider" : "Change the identity provider"}
        size="lg"
      >
        {editing !== null && (
          <ProviderForm
            organization={organization}
            provider={editing === "new" ? null : editing}
            onSaved={() => {
              setEditing(null);
              void refresh();
            }}
          />
        )}
      </Dialog>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove ${removing?.name ?? ""}?`}
        description="Sessions that it opened end at once. Whoever has no other way in is locked out."
        confirmLabel="Remove provider"
        danger
        {...(removing ? { typeToConfirm: removing.name } : {})}
        onConfirm={async () => {
          if (!removing) return;
          await latchkey.DELETE(ONE, { params: { path: { organization, provider: removing.id } } });
          toast.success(`${removing.name} is removed.`);
          await refresh();
        }}
      />
    </div>
  );
}
