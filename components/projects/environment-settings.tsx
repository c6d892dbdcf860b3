"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DescriptionList } from "@/components/ui/description-list";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { InlineCode } from "@/components/ui/inline-code";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { EnvironmentFields, type EnvironmentValues } from "./environment-fields";
import { ASK_AN_ADMIN, type Environment, SENSITIVITY_WORDS } from "./project-paths";
import { useForgetProjects, useProject } from "./use-project";

const ENVIRONMENT_PATH = "/organizations/{organization}/projects/{project}/environments/{environment}";

type Props = { organization: string; project: string; environment: string; mayManage: boolean; hasKeys: boolean };

/** Name, colour, sensitivity and order of an environment; and its end, as long as it never had a key. */
export function EnvironmentSettings({ organization, project, environment: slug, mayManage, hasKeys }: Props) {
  const query = useProject(organization, project);
  const environment = query.data?.environments.find((candidate) => candidate.slug === slug);
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!environment) return <Skeleton className="h-64" />;
  return (
    <div className="flex flex-col gap-10">
      <Section aside title="Environment" description="Its slug and its tag are in keys and configurations: they stay.">
        <EditForm organization={organization} environment={environment} mayManage={mayManage} />
      </Section>
      <Section aside title="Removal" description="Keys keep their history for ever, and with it their environment.">
        <Removal organization={organization} environment={environment} mayManage={mayManage} hasKeys={hasKeys} />
      </Section>
    </div>
  );
}

type PartProps = { organization: string; environment: Environment; mayManage: boolean };

function valuesOf(environment: Environment): EnvironmentValues {
  const { name, slug, tag, color, sensitivity, position } = environment;
  return { name, slug, tag, color, sensitivity, position: String(position) };
}

function EditForm({ organization, environment, mayManage }: PartProps) {
  const forget = useForgetProjects();
  const form = useForm<EnvironmentValues>({ defaultValues: valuesOf(environment) });
  const { name, color, sensitivity } = form.watch();

  const submit = async (values: EnvironmentValues) => {
    const before = valuesOf(environment);
    const { data } = await latchkey.PATCH(ENVIRONMENT_PATH, {
      params: { path: { organization, project: environment.project, environment: environment.slug } },
      body: {
        ...(values.name === before.name ? {} : { name: values.name }),
        ...(values.color === before.color ? {} : { color: values.color }),
        ...(values.sensitivity === before.sensitivity ? {} : { sensitivity: values.sensitivity }),
        ...(values.position === before.position ? {} : { position: Number(values.position) }),
      },
    });
    if (data) form.reset(valuesOf(data));
    await forget();
    toast.success("The environment is saved");
  };

  return (
    <Form form={form} onSubmit={submit} warnOnLeave aria-label="Environment settings" className="max-w-3xl">
      <EnvironmentBanner name={name === "" ? environment.name : name} color={color} sensitivity={sensitivity} />
      {!mayManage && <Alert tone="info">You do not manage this environment. {ASK_AN_ADMIN}</Alert>}
      <EnvironmentFields form={form} disabled={!mayManage} />
      {sensitivity !== environment.sensitivity && (
        <Alert
          tone="warning"
          title={`The presets of ${SENSITIVITY_WORDS[sensitivity].label.toLowerCase()} sensitivity will hold`}
          live="polite"
        >
          Every rule of the policy that was not set by hand changes with it, and saving asks for your second factor.{" "}
          <Link href={paths.environmentPolicy(organization, environment.project, environment.slug)}>
            See the policy
          </Link>
        </Alert>
      )}
      <FormField form={form} name="position" label="Order" hint="Lower numbers come first." required>
        {(field) => <Input {...field} disabled={!mayManage} inputMode="numeric" className="w-24" />}
      </FormField>
      <DescriptionList
        items={[
          { term: "Slug", description: <InlineCode>{environment.slug}</InlineCode> },
          { term: "Tag", description: <InlineCode>{environment.tag}</InlineCode> },
        ]}
      />
      <FormActions>
        <SubmitButton pendingLabel="Saving" disabled={!mayManage || !form.formState.isDirty}>
          Save environment
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

function Removal({ organization, environment, mayManage, hasKeys }: PartProps & { hasKeys: boolean }) {
  const router = useRouter();
  const forget = useForgetProjects();
  const [open, setOpen] = useState(false);
  const { project, slug, name } = environment;
  const why = !mayManage
    ? `You do not manage this environment. ${ASK_AN_ADMIN}`
    : hasKeys
      ? "It has keys or had some, so it stays. Revoke the keys and leave it unused."
      : "It never had a key, so it can go, and its policy with it.";
  return (
    <div className="flex flex-col items-start gap-3">
      <p id="removal-reason" className="text-sm">
        {why}
      </p>
      <Button
        variant="danger"
        icon={<Trash2 />}
        disabled={!mayManage || hasKeys}
        aria-describedby="removal-reason"
        onClick={() => setOpen(true)}
      >
        Remove environment
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={
          <>
            Remove <bdi>{name}</bdi>?
          </>
        }
        description="The environment and its policy are gone for good."
        confirmLabel="Remove environment"
        danger
        typeToConfirm={slug}
        onConfirm={async () => {
          await latchkey.DELETE(ENVIRONMENT_PATH, { params: { path: { organization, project, environment: slug } } });
          router.push(paths.project(organization, project));
          await forget();
          toast.success(`${name} is removed`);
        }}
      />
    </div>
  );
}
