"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { SidePanel } from "@/components/ui/side-panel";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { environmentColor } from "./environment-color";
import { ExpiryFields } from "./expiry-fields";
import { changedKeyBody, type KeyFormValues, keyFormValues } from "./new-key-values";
import { RestrictionFields } from "./restriction-fields";
import type { KeyDialogProps } from "./revoke-dialog";
import { ScopePicker } from "./scope-picker";
import { useCatalogue } from "./use-catalogue";

/** Changes of a key. Only what was changed is sent; taking rights away is always possible, adding some may not be. */
export function EditKeyPanel({ organization, detail, onClose, onChanged }: KeyDialogProps) {
  // What the key was when the panel opened; a refetch behind it must not look like a change of one's own.
  const [before] = useState(() => keyFormValues(detail));
  const form = useForm<KeyFormValues>({ defaultValues: before });
  const { project, environment } = detail;
  const catalogue = useCatalogue(organization, project);
  const policy = $api.useQuery(
    "get",
    "/organizations/{organization}/projects/{project}/environments/{environment}/policy",
    { params: { path: { organization, project, environment } } },
  );
  const rules = policy.data?.policy;
  const submit = async () => {
    const body = changedKeyBody(before, form.getValues());
    if (Object.keys(body).length > 0) {
      await latchkey.PATCH("/organizations/{organization}/keys/{key}", {
        params: { path: { organization, key: detail.id } },
        body,
      });
      toast.success("Key changed");
      await onChanged(null);
    }
    onClose();
  };
  return (
    <SidePanel
      open
      onOpenChange={onClose}
      size="lg"
      title={
        <>
          Edit <bdi>{detail.name}</bdi>
        </>
      }
    >
      <Form form={form} onSubmit={submit} warnOnLeave aria-label="Edit the key">
        <EnvironmentBanner
          name={detail.environmentName}
          color={environmentColor(detail.environmentColor)}
          sensitivity={detail.sensitivity}
        >
          Changes reach every gateway within a second.
        </EnvironmentBanner>
        {detail.actions.widen !== null && (
          <Alert
            tone="info"
            title="You can take rights away here, not add any"
            actions={
              <ButtonLink size="sm" href={paths.newRequest(organization, { key: detail.id })}>
                Ask for more
              </ButtonLink>
            }
          >
            {detail.actions.widen}
          </Alert>
        )}
        <FormField form={form} name="name" label="Name" required>
          {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
        </FormField>
        <FormField form={form} name="purpose" label="Purpose" optional>
          {(field) => <Textarea {...field} maxLength={1000} />}
        </FormField>
        <FormField form={form} name="tags" label="Tags" optional>
          {(field) => <TagInput value={field.value} onValueChange={field.onChange} />}
        </FormField>
        <ScopePicker
          form={form}
          organization={organization}
          project={project}
          catalogue={catalogue}
          allowWildcards={rules?.allowWildcards === true}
        />
        <ExpiryFields form={form} environment={detail.environmentName} policy={rules} />
        <RestrictionFields form={form} open addressesNeeded={rules?.requireIpAllowlist === true} />
        <FormActions>
          <SubmitButton pendingLabel="Saving">Save changes</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  );
}
