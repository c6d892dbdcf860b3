"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { ASK_AN_ADMIN, PROJECT_PATH, type Project } from "./project-paths";
import { useForgetProjects, useProject } from "./use-project";

type Values = { name: string; slug: string; keyPrefix: string; description: string };
const FIELDS = ["name", "slug", "keyPrefix", "description"] as const;

type Props = { organization: string; project: string; mayManage: boolean; hasKeys: boolean };

/** Name, slug, prefix and description. What keys have been made with is fixed. */
export function ProjectSettings({ organization, project: slug, mayManage, hasKeys }: Props) {
  const { data: project } = useProject(organization, slug);
  if (!project) return <Skeleton className="h-64" />;
  return (
    <Section aside title="About" description="What people and programs know the project by.">
      <SettingsForm organization={organization} project={project} mayManage={mayManage} hasKeys={hasKeys} />
    </Section>
  );
}

function SettingsForm({ organization, project, mayManage, hasKeys }: Omit<Props, "project"> & { project: Project }) {
  const router = useRouter();
  const forget = useForgetProjects();
  const { name, slug, keyPrefix, description } = project;
  const form = useForm<Values>({ defaultValues: { name, slug, keyPrefix, description } });
  const prefix = form.watch("keyPrefix");
  const fixed = hasKeys ? "Fixed: there are keys, and it stands in them, in configurations and in mails." : null;

  const submit = async (values: Values) => {
    const changed = FIELDS.filter((field) => values[field] !== project[field]);
    const { data } = await latchkey.PATCH(PROJECT_PATH, {
      params: { path: { organization, project: project.slug } },
      body: Object.fromEntries(changed.map((field) => [field, values[field]])),
    });
    if (!data) return;
    toast.success("The project is saved");
    form.reset({ name: data.name, slug: data.slug, keyPrefix: data.keyPrefix, description: data.description });
    if (data.slug !== project.slug) router.replace(paths.projectSettings(organization, data.slug));
    else await forget();
  };

  return (
    <Form form={form} onSubmit={submit} warnOnLeave aria-label="Project settings" className="max-w-2xl">
      {!mayManage && <Alert tone="info">Your role does not change this project. {ASK_AN_ADMIN}</Alert>}
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} disabled={!mayManage} maxLength={100} autoComplete="off" />}
      </FormField>
      <FormField form={form} name="slug" label="Slug" hint={fixed ?? "In addresses and in the API."} required>
        {(field) => <Input {...field} mono disabled={!mayManage || hasKeys} autoComplete="off" />}
      </FormField>
      <FormField
        form={form}
        name="keyPrefix"
        label="Key prefix"
        hint={fixed ?? "What every key begins with: 2 to 16 lower-case letters and digits, a letter first."}
        required
      >
        {(field) => <Input {...field} mono disabled={!mayManage || hasKeys} autoComplete="off" />}
      </FormField>
      <p className="text-muted text-sm">
        Keys look like{" "}
        <output className="font-mono text-foreground [overflow-wrap:anywhere]">
          {`${prefix}_${project.environments.at(-1)?.tag ?? "prod"}_8sKq2RmX0vTz…`}
        </output>
      </p>
      <FormField form={form} name="description" label="Description" optional>
        {(field) => <Textarea {...field} disabled={!mayManage} maxLength={1000} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Saving" disabled={!mayManage || !form.formState.isDirty}>
          Save project
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
