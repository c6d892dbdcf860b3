import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { organizationContext, orNotFound } from "@/app/_server/viewer";
import { NewRequestForm } from "@/components/approvals/new-request-form";
import { environmentColor } from "@/components/keys/environment-color";
import { paths } from "@/components/shell/paths";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { PageHeader } from "@/components/ui/page-header";
import { readKey } from "@/lib/keys/read-key";

export const metadata: Metadata = { title: "New request" };

const REQUESTABLE = ["extend_scopes", "elevate", "extend_expiry", "waive_network"] as const;

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** A refused call carries a link to here with the key and the scopes it lacked; a new key is asked for where keys are made. */
export default async function NewRequestPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const { key: wanted, scopes, kind, ends } = await searchParams;
  if (typeof wanted !== "string") redirect(paths.newKey(organization));
  const ctx = await organizationContext(organization);
  const key = await orNotFound(() => readKey(ctx, wanted));
  return (
    <>
      <PageHeader
        title="New request"
        description={
          <>
            More for <bdi>{key.name}</bdi>, if those who decide agree.
          </>
        }
        breadcrumbs={[{ label: "Requests", href: paths.requests(organization) }, { label: "New request" }]}
      />
      <div className="mb-6">
        <EnvironmentBanner
          name={key.environmentName}
          color={environmentColor(key.environmentColor)}
          sensitivity={key.sensitivity}
        />
      </div>
      <NewRequestForm
        organization={organization}
        keyId={key.id}
        project={key.project}
        held={key.scopes}
        wanted={typeof scopes === "string" ? scopes.split(",").filter(Boolean) : []}
        kind={REQUESTABLE.find((known) => known === kind) ?? "extend_scopes"}
        ends={typeof ends === "string" && ends !== "" ? ends : null}
      />
    </>
  );
}
