"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { slugify } from "@/lib/core/slug";

function wordOf(slug: string): string {
  return slug
    .replace(/[^a-z0-9]/g, "")
    .replace(/^[0-9]+/, "")
    .slice(0, 16);
}

/** Name, slug and the prefix of its keys, with a key as it will look. */
export function NewProjectForm({ organization }: { organization: string }) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm({ defaultValues: { name: "", slug: "", keyPrefix: "", description: "" } });
  const { name, slug, keyPrefix } = form.watch();
  const slugShown = slug === "" ? slugify(name, "project") : slug;
  const prefixShown = keyPrefix === "" ? wordOf(slugShown) || "project" : keyPrefix;
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label="New project"
      className="max-w-2xl"
      onSubmit={async (values) => {
        const { data } = await latchkey.POST("/organizations/{organization}/projects", {
          params: { path: { organization } },
          body: {
            name: values.name,
            description: values.description,
            ...(values.slug === "" ? {} : { slug: values.slug }),
            ...(values.keyPrefix === "" ? {} : { keyPrefix: values.keyPrefix }),
          },
        });
        await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/projects"] });
        if (!data) return;
        toast.success(`${data.name} is created`);
        router.push(paths.projectScopes(organization, data.slug));
      }}
    >
      <FormField form={form} name="name" label="Name" required>
        {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
      </FormField>
      <FormField
        form={form}
        name="slug"
        label="Slug"
        hint={`In addresses and in the API. Left empty: ${slugShown}`}
        optional
      >
        {(field) => <Input {...field} mono autoComplete="off" placeholder={slugShown} />}
      </FormField>
      <FormField
        form={form}
        name="keyPrefix"
        label="Key prefix"
        hint="What every key begins with. It cannot change once there are keys."
        optional
      >
        {(field) => <Input {...field} mono autoComplete="off" placeholder={prefixShown} />}
      </FormField>
      <p className="text-muted text-sm">
        A key of production will look like{" "}
        <output className="font-mono text-foreground [overflow-wrap:anywhere]">{`${prefixShown}_prod_8sKq2RmX0vTz…`}</output>
      </p>
      <FormField form={form} name="description" label="Description" optional>
        {(field) => <Textarea {...field} maxLength={1000} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Creating">Create project</SubmitButton>
      </FormActions>
    </Form>
  );
}
