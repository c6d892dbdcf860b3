"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useMemo } from "react";
import { useForm } from "react-hook-form";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/components/ui/use-now";
import { formatDuration } from "@/lib/core/durations";
import { describeKey } from "./describe-key";
import { EnvironmentField, EnvironmentRules } from "./environment-field";
import { ExpiryFields } from "./expiry-fields";
import { KEYS_PATH } from "./key-paths";
import type { NewKeyProps, Project } from "./new-key-values";
import { EMPTY_KEY_FORM, type KeyFormValues, type MadeKeyAnswer, newKeyBody } from "./new-key-values";
import { OwnerField } from "./owner-field";
import { approvalReasons } from "./policy-words";
import { RestrictionFields } from "./restriction-fields";
import { ScopePicker } from "./scope-picker";
import { TemplateField } from "./template-field";
import { useCatalogue } from "./use-catalogue";

type Props = Pick<NewKeyProps, "organization" | "projects" | "initial"> & { onMade: (made: MadeKeyAnswer) => void };

function startValues(projects: readonly Project[], initial: Props["initial"]): KeyFormValues {
  const project =
    projects.find((known) => known.slug === initial.project || known.id === initial.project) ?? projects[0];
  const environment = project?.environments.find(
    (known) => known.slug === initial.environment || known.id === initial.environment,
  );
  return {
    ...EMPTY_KEY_FORM,
    project: project?.slug ?? "",
    environment: environment?.slug ?? "",
    name: initial.name ?? "",
    scopes: initial.scopes,
  };
}

/** Environment first: its colour and name stay in view, and its policy decides what the rest of the form offers. */
export function NewKeyForm({ organization, projects, initial, onMade }: Props) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const now = useNow();
  const form = useForm<KeyFormValues>({ defaultValues: startValues(projects, initial) });
  const values = form.watch();
  const project = projects.find((known) => known.slug === values.project);
  const environment = project?.environments.find((known) => known.slug === values.environment);
  const catalogue = useCatalogue(organization, values.project);
  const policy = $api.useQuery(
    "get",
    "/organizations/{organization}/projects/{project}/environments/{environment}/policy",
    { params: { path: { organization, project: values.project, environment: values.environment } } },
    { enabled: environment !== undefined },
  );
  const rules = policy.data?.policy;
  const defaultLifetime = rules?.defaultLifetime;
  useEffect(() => {
    // A template's lifetime is not the policy's to change.
    if (defaultLifetime === undefined || form.getValues("template") !== "") return;
    form.setValue("expiresIn", formatDuration(defaultLifetime));
  }, [defaultLifetime, form]);
  const sensitive = useMemo(
    () => (catalogue.scopes ?? []).filter((scope) => scope.sensitive).map((scope) => scope.name),
    [catalogue.scopes],
  );
  const reasons =
    environment && rules ? approvalReasons(rules, environment.access, values, sensitive, new Date(now)) : [];

  const submit = async () => {
    const { data } = await latchkey.POST("/organizations/{organization}/keys", {
      params: { path: { organization } },
      body: newKeyBody(form.getValues()),
    });
    await queryClient.invalidateQueries({ queryKey: ["get", KEYS_PATH] });
    if (!data) return;
    if ("secret" in data) return onMade(data);
    toast.success("Sent for approval", { description: "You get a mail when it is decided, and claim the key then." });
    router.push(paths.request(organization, data.request.id));
  };

  return (
    <Form
      form={form}
      onSubmit={submit}
      warnOnLeave
      aria-label="New key"
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        {projects.length > 1 && (
          <FormField form={form} name="project" label="Project" required>
            {(field) => (
              <Select
                value={field.value}
                onValueChange={(slug) => {
                  field.onChange(slug);
                  form.setValue("environment", "");
                  form.setValue("scopes", []);
                  form.setValue("template", "");
                }}
                options={projects.map((known) => ({ value: known.slug, label: known.name }))}
              />
            )}
          </FormField>
        )}
        <EnvironmentField form={form} environments={project?.environments ?? []} />
        {environment && (
          <>
            <EnvironmentRules environment={environment} policy={rules} />
            <FormField
              form={form}
              name="name"
              label="Name"
              hint="What people will call it, such as billing sync."
              required
            >
              {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
            </FormField>
            <FormField
              form={form}
              name="purpose"
              label="Purpose"
              hint="Who or what uses it, and why. Reviewers read this."
              optional
            >
              {(field) => <Textarea {...field} maxLength={1000} />}
            </FormField>
            <TemplateField
              organization={organization}
              project={values.project}
              form={form}
              wanted={initial.template ?? null}
            />
            <OwnerField organization={organization} form={form} />
            <ScopePicker
              form={form}
              organization={organization}
              project={project?.slug ?? ""}
              catalogue={catalogue}
              allowWildcards={rules?.allowWildcards === true}
            />
            <ExpiryFields form={form} environment={environment.name} policy={rules} />
            <RestrictionFields
              form={form}
              open={rules?.requireIpAllowlist === true}
              addressesNeeded={rules?.requireIpAllowlist === true}
            />
            <FormField form={form} name="tags" label="Tags" optional>
              {(field) => <TagInput value={field.value} onValueChange={field.onChange} />}
            </FormField>
          </>
        )}
      </div>
      {environment && project && (
        <Card className="lg:sticky lg:top-20">
          <CardHeader title="This key" description={<bdi>{`${environment.name} of ${project.name}`}</bdi>} />
          <CardBody className="flex flex-col gap-4">
            <ul aria-live="polite" className="flex flex-col gap-2 text-sm">
              {describeKey(
                values,
                { project: project.name, environment: environment.name, sensitivity: environment.sensitivity },
                sensitive,
              ).map((sentence) => (
                <li key={sentence} className="[overflow-wrap:anywhere]">
                  {sentence}
                </li>
              ))}
            </ul>
            {reasons.length > 0 && (
              <Alert tone="info" title="It needs an approval">
                {`Because of ${reasons.join(" and ")}. You claim the key once it is approved.`}
              </Alert>
            )}
            <FormActions>
              <SubmitButton pendingLabel={reasons.length > 0 ? "Sending" : "Creating"} className="w-full">
                {reasons.length > 0 ? "Ask for the key in" : "Create key in"} {environment.name}
              </SubmitButton>
            </FormActions>
          </CardBody>
        </Card>
      )}
    </Form>
  );
}
