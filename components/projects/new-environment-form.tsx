"use client";

import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { slugify } from "@/lib/core/slug";
import { EnvironmentFields, type EnvironmentValues } from "./environment-fields";
import { useForgetProjects, useProject } from "./use-project";

const EMPTY: EnvironmentValues = {
  name: "",
  slug: "",
  tag: "",
  color: "slate",
  sensitivity: "moderate",
  position: "",
};

function tagOf(slug: string): string {
  return slug
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, 16);
}

/** Another place that the API runs in: its name, its mark, and what its keys will look like. */
export function NewEnvironmentForm({ organization, project: slug }: { organization: string; project: string }) {
  const router = useRouter();
  const forget = useForgetProjects();
  const { data: project } = useProject(organization, slug);
  const form = useForm<EnvironmentValues>({ defaultValues: EMPTY });
  const values = form.watch();
  const slugShown = values.slug === "" ? slugify(values.name, "environment") : values.slug;
  const tagShown = values.tag === "" ? tagOf(slugShown) || "env" : values.tag;

  const submit = async (entered: EnvironmentValues) => {
    const { data } = await latchkey.POST("/organizations/{organization}/projects/{project}/environments", {
      params: { path: { organization, project: slug } },
      body: {
        name: entered.name,
        color: entered.color,
        sensitivity: entered.sensitivity,
        ...(entered.slug === "" ? {} : { slug: entered.slug }),
        ...(entered.tag === "" ? {} : { tag: entered.tag }),
      },
    });
    await forget();
    if (!data) return;
    toast.success(`${data.name} is created`, { description: "Look at its policy before keys are created." });
    router.push(paths.environmentPolicy(organization, slug, data.slug));
  };

  return (
    <Form form={form} onSubmit={submit} warnOnLeave aria-label="New environment" className="max-w-3xl">
      <EnvironmentBanner
        name={values.name === "" ? "New environment" : values.name}
        color={values.color}
        sensitivity={values.sensitivity}
      />
      <EnvironmentFields form={form} />
      <div className="grid gap-5 sm:grid-cols-2">
        <FormField
          form={form}
          name="slug"
          label="Slug"
          hint={`In addresses and in the API. Left empty: ${slugShown}`}
          optional
        >
          {(field) => <Input {...field} mono autoComplete="off" placeholder={slugShown} />}
        </FormField>
        <FormField form={form} name="tag" label="Tag" hint="The second part of every key. It never changes." optional>
          {(field) => <Input {...field} mono autoComplete="off" placeholder={tagShown} />}
        </FormField>
      </div>
      <p className="text-muted text-sm">
        Keys will look like{" "}
        <output className="font-mono text-foreground [overflow-wrap:anywhere]">
          {`${project?.keyPrefix ?? slug}_${tagShown}_8sKq2RmX0vTz…`}
        </output>
      </p>
      <FormActions>
        <SubmitButton pendingLabel="Creating">Create environment</SubmitButton>
      </FormActions>
    </Form>
  );
}
