"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { toProblem } from "@/components/ui/problem";
import { SidePanel } from "@/components/ui/side-panel";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { type ChangePreview, ChangePreviewResult } from "./change-preview";
import { environmentColor } from "./environment-color";
import { ExpiryFields } from "./expiry-fields";
import { changedKeyBody, type KeyFormValues, keyFormValues } from "./new-key-values";
import { RestrictionFields } from "./restriction-fields";
import type { KeyDialogProps } from "./revoke-dialog";
import { ScopePicker } from "./scope-picker";
import { useCatalogue } from "./use-catalogue";
import { type Ask, asksFor } from "./widening";

const RESTRICTIONS = ["scopes", "methods", "paths", "ipAllowlist", "countries", "rateLimits", "quota", "concurrency"];

/** Whether a change touches what may refuse a call. */
function restricts(body: object): boolean {
  return RESTRICTIONS.some((field) => field in body);
}

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
  const [tried, setTried] = useState<{ body: string; preview: ChangePreview } | null>(null);
  const [asks, setAsks] = useState<{ reason: string; links: Ask[] } | null>(null);
  const [trying, setTrying] = useState(false);
  const params = { path: { organization, key: detail.id } };
  const changed = changedKeyBody(before, form.watch());
  const isTried = tried?.body === JSON.stringify(changed);

  const look = async (body: typeof changed) => {
    const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/preview", { params, body });
    if (data) setTried({ body: JSON.stringify(body), preview: data });
    return data;
  };
  const tryOut = async () => {
    setTrying(true);
    try {
      await look(changed);
    } catch (error) {
      toast.error("The change was not tried", { problem: toProblem(error) });
    } finally {
      setTrying(false);
    }
  };
  const submit = async () => {
    const body = changedKeyBody(before, form.getValues());
    setAsks(null);
    if (Object.keys(body).length === 0) return onClose();
    // What refuses calls that are made today is said first, and saved at the second press.
    if (restricts(body) && !isTried && ((await look(body))?.changes.length ?? 0) > 0) return;
    try {
      await latchkey.PATCH("/organizations/{organization}/keys/{key}", { params, body });
    } catch (error) {
      const links = asksFor(error, organization, detail, body);
      if (links === null) throw error;
      return setAsks({ reason: toProblem(error).title, links });
    }
    toast.success("Key changed");
    await onChanged(null);
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
        {isTried && <ChangePreviewResult preview={tried.preview} />}
        {asks && (
          <Alert
            tone="warning"
            live="assertive"
            title="You may not add this alone"
            {...(asks.links.length > 0
              ? {
                  actions: asks.links.map(({ label, href }) => (
                    <ButtonLink key={href} size="sm" href={href}>
                      {label}
                    </ButtonLink>
                  )),
                }
              : {})}
          >
            {asks.reason}
            {asks.links.length === 0 &&
              " This cannot be asked for: an owner or admin who manages the environment can change it."}
          </Alert>
        )}
        <FormActions>
          <SubmitButton pendingLabel="Saving">
            {isTried && tried.preview.changes.length > 0 ? "Save anyway" : "Save changes"}
          </SubmitButton>
          <Button disabled={!restricts(changed)} loading={trying} loadingLabel="Trying" onClick={() => void tryOut()}>
            Try on the last 30 days
          </Button>
        </FormActions>
      </Form>
    </SidePanel>
  );
}
