"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { AtSign } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormField, SubmitButton } from "@/components/ui/form";
import { InlineCode } from "@/components/ui/inline-code";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";

type Domain = components["schemas"]["OrganizationDomain"];
const PATH = "/organizations/{organization}/domains";
const schema = z.object({ domain: z.string().trim().min(1, "must not be empty") });

/** The e-mail domains of the organization, and the DNS record that proves each. */
export function DomainList({ organization }: { organization: string }) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<Domain | null>(null);
  const query = $api.useQuery("get", PATH, { params: { path: { organization } } });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["get", PATH] });
  const form = useForm({ resolver: zodResolver(schema), defaultValues: { domain: "" } });
  if (query.error) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton className="h-32" />;
  return (
    <div className="flex flex-col gap-4">
      <Card>
        {query.data.items.length === 0 ? (
          <EmptyState compact icon={<AtSign />} title="No domain yet">
            Add the part after the @ of your members' addresses.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {query.data.items.map((domain) => (
              <DomainRow
                key={domain.domain}
                organization={organization}
                domain={domain}
                onVerified={refresh}
                onRemove={() => setRemoving(domain)}
              />
            ))}
          </ul>
        )}
      </Card>
      <Form
        form={form}
        aria-label="Add a domain"
        onSubmit={async (body) => {
          await latchkey.POST(PATH, { params: { path: { organization } }, body });
          form.reset();
          await refresh();
        }}
      >
        <div className="flex flex-wrap items-end gap-2">
          <FormField form={form} name="domain" label="Domain" className="min-w-56 flex-1">
            {(field) => <Input {...field} mono autoComplete="off" spellCheck={false} placeholder="example.com" />}
          </FormField>
          <SubmitButton variant="secondary" pendingLabel="Adding">
            Add domain
          </SubmitButton>
        </div>
      </Form>
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => !open && setRemoving(null)}
        title={`Remove ${removing?.domain ?? ""}?`}
        description="People of this domain are no longer led to your identity provider."
        confirmLabel="Remove domain"
        danger
        onConfirm={async () => {
          if (!removing) return;
          await latchkey.DELETE("/organizations/{organization}/domains/{domain}", {
            params: { path: { organization, domain: removing.domain } },
          });
          await refresh();
        }}
      />
    </div>
  );
}

type RowProps = { organization: string; domain: Domain; onVerified: () => void; onRemove: () => void };

function DomainRow({ organization, domain, onVerified, onRemove }: RowProps) {
  const [looking, setLooking] = useState(false);
  const verify = async () => {
    setLooking(true);
    try {
      await latchkey.POST("/organizations/{organization}/domains/{domain}/verify", {
        params: { path: { organization, domain: domain.domain } },
      });
      toast.success(`${domain.domain} is verified.`);
      onVerified();
    } catch (error) {
      toast.error("The record was not found.", { problem: error });
    } finally {
      setLooking(false);
    }
  };
  return (
    <li className="flex flex-col gap-2 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{domain.domain}</span>
        {domain.verifiedAt === null ? (
          <Badge tone="warning">Not verified</Badge>
        ) : (
          <Badge tone="success">Verified</Badge>
        )}
        <span className="ms-auto flex gap-1">
          {domain.verifiedAt === null && (
            <Button size="sm" loading={looking} loadingLabel="Looking the record up" onClick={() => void verify()}>
              Verify
            </Button>
          )}
          <Button size="sm" variant="ghost" onClick={onRemove}>
            Remove
          </Button>
        </span>
      </div>
      {domain.verifiedAt === null && (
        <div className="flex flex-col gap-1 text-muted text-xs">
          <p>Add this record to the domain's DNS, then verify:</p>
          <p className="flex flex-wrap items-center gap-1">
            <InlineCode>{domain.record.name}</InlineCode> {domain.record.type}{" "}
            <InlineCode>{domain.record.value}</InlineCode>
            <CopyButton value={domain.record.value} label="Copy the value" />
          </p>
        </div>
      )}
    </li>
  );
}
