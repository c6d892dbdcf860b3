"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { environmentColor } from "@/components/keys/environment-color";
import type { KeyDetail } from "@/components/keys/key-detail";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { DurationInput } from "@/components/ui/duration-input";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { EXTENSION_PATH, invalidateLifecycle } from "./lifecycle-paths";

type Props = { organization: string; detail: KeyDetail; onClose: () => void };

/** A later end for the key: where a link in an expiry mail leads. */
export function ExtendDialog({ organization, detail, onClose }: Props) {
  const extension = $api.useQuery("get", EXTENSION_PATH, { params: { path: { organization, key: detail.id } } });
  const { data } = extension;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={
        <>
          Extend <bdi>{detail.name}</bdi>
        </>
      }
      description={
        <>
          It ends <DateTime value={detail.expiresAt} format="datetime" />.
        </>
      }
    >
      {data === undefined ? (
        extension.error ? (
          <ErrorState compact error={extension.error} onRetry={() => void extension.refetch()} />
        ) : (
          <Skeleton className="h-32" />
        )
      ) : data.refusal === null ? (
        <ExtendForm
          organization={organization}
          detail={detail}
          onClose={onClose}
          suggested={data.suggested}
          longest={data.longest}
        />
      ) : (
        <Alert
          tone="info"
          title="You cannot extend it alone."
          actions={
            <ButtonLink size="sm" href={paths.newRequest(organization, { key: detail.id })}>
              Ask for it
            </ButtonLink>
          }
        >
          <p>{data.refusal}</p>
        </Alert>
      )}
    </Dialog>
  );
}

function daysUntil(iso: string): number {
  return Math.max(1, Math.round((Date.parse(iso) - Date.now()) / 86_400_000));
}

function ExtendForm({
  organization,
  detail,
  onClose,
  suggested,
  longest,
}: Props & { suggested: string; longest: string | null }) {
  const queryClient = useQueryClient();
  const most = longest === null ? null : daysUntil(longest);
  const form = useForm<{ expiresIn: string }>({ defaultValues: { expiresIn: `${daysUntil(suggested)}d` } });
  const submit = async (body: { expiresIn: string }) => {
    await latchkey.POST("/organizations/{organization}/keys/{key}/extend", {
      params: { path: { organization, key: detail.id } },
      body,
    });
    await invalidateLifecycle(queryClient);
    toast.success("The key is extended.");
    onClose();
  };
  return (
    <Form form={form} onSubmit={submit} aria-label="Extend the key">
      <EnvironmentBanner
        name={detail.environmentName}
        color={environmentColor(detail.environmentColor)}
        sensitivity={detail.sensitivity}
      />
      <FormField
        form={form}
        name="expiresIn"
        label="From now it works for"
        required
        {...(most === null ? {} : { hint: `At most ${most} days in ${detail.environmentName}.` })}
      >
        {(field) => (
          <DurationInput
            value={field.value}
            onValueChange={field.onChange}
            units={["h", "d"]}
            presets={["30d", "90d", "180d"]}
            {...(most === null ? {} : { maxSeconds: most * 86_400 })}
          />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Extending">Extend key</SubmitButton>
      </FormActions>
    </Form>
  );
}
