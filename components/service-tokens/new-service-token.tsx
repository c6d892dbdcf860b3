"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CodeBlock } from "@/components/ui/code-block";
import { DurationInput } from "@/components/ui/duration-input";
import { Fieldset } from "@/components/ui/field";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { RadioGroup } from "@/components/ui/radio-group";
import { SecretReveal } from "@/components/ui/secret-reveal";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { PERMISSIONS, type Permission } from "@/lib/core/enums";
import { ORGANIZATION_WIDE_PERMISSIONS } from "@/lib/core/permissions";
import { PERMISSION_OPTIONS } from "./permission-words";

type Props = {
  organization: string;
  gatewayUrl: string;
  mayEverything: boolean;
  projects: readonly components["schemas"]["Project"][];
};
type Kind = "verify" | "everything" | "chosen";
type Values = {
  name: string;
  kind: Kind;
  permissions: string[];
  project: string;
  environments: string[];
  expires: boolean;
  expiresIn: string;
};

const ANYWHERE = "*";

/** A token that is bound to a project never has these. */
function isOutOfReach(permission: Permission, project: string): boolean {
  return project !== ANYWHERE && ORGANIZATION_WIDE_PERMISSIONS.includes(permission);
}

function permissionsOf({ kind, permissions, project }: Values) {
  if (kind === "everything") return ["*" as const];
  if (kind === "verify") return ["keys:verify" as const];
  return PERMISSIONS.filter((permission) => permissions.includes(permission) && !isOutOfReach(permission, project));
}

/** A machine's credential: what it may do, where, until when; shown once. */
export function NewServiceToken({ organization, gatewayUrl, mayEverything, projects }: Props) {
  const queryClient = useQueryClient();
  const [token, setToken] = useState<string | null>(null);
  const form = useForm<Values>({
    defaultValues: {
      name: "",
      kind: "verify",
      permissions: [],
      project: ANYWHERE,
      environments: [],
      expires: false,
      expiresIn: "365d",
    },
  });
  const values = form.watch();
  const project = projects.find((known) => known.slug === values.project);
  if (token !== null) return <Made organization={organization} gatewayUrl={gatewayUrl} token={token} />;
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label="New service token"
      className="max-w-2xl"
      onSubmit={async (input) => {
        const { data } = await latchkey.POST("/organizations/{organization}/service-tokens", {
          params: { path: { organization } },
          body: {
            name: input.name,
            permissions: permissionsOf(input),
            ...(input.project === ANYWHERE ? {} : { project: input.project }),
            ...(input.project !== ANYWHERE && input.environments.length > 0
              ? { environments: input.environments }
              : {}),
            ...(input.expires ? { expiresIn: input.expiresIn } : {}),
          },
        });
        await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/service-tokens"] });
        if (data) setToken(data.token);
      }}
    >
      <FormField form={form} name="name" label="Name" hint="What will use it, such as invoices backend." required>
        {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
      </FormField>
      <FormField form={form} name="kind" label="It may" required>
        {(field) => (
          <RadioGroup<Kind>
            appearance="cards"
            columns={3}
            value={field.value}
            onValueChange={field.onChange}
            options={[
              { value: "verify", label: "Verify keys", description: "All that a backend needs." },
              { value: "chosen", label: "What you choose", description: "For a program that manages keys." },
              {
                value: "everything",
                label: "Everything",
                description: mayEverything
                  ? "As an owner. For automation you trust."
                  : "Only an owner may give everything.",
                disabled: !mayEverything,
              },
            ]}
          />
        )}
      </FormField>
      {values.kind === "chosen" && (
        <Fieldset
          legend="Permissions"
          {...(form.formState.errors.permissions?.message ? { error: form.formState.errors.permissions.message } : {})}
        >
          <ul className="grid gap-2 sm:grid-cols-2">
            {PERMISSION_OPTIONS.map(({ value, label }) => (
              <li key={value}>
                <Checkbox
                  checked={values.permissions.includes(value) && !isOutOfReach(value, values.project)}
                  disabled={isOutOfReach(value, values.project)}
                  onCheckedChange={(on) =>
                    form.setValue(
                      "permissions",
                      on ? [...values.permissions, value] : values.permissions.filter((known) => known !== value),
                    )
                  }
                  label={label}
                  description={
                    isOutOfReach(value, values.project) ? `${value}, only for a token of every project` : value
                  }
                />
              </li>
            ))}
          </ul>
        </Fieldset>
      )}
      <FormField form={form} name="project" label="Project" hint="Where it may act.">
        {(field) => (
          <Select
            value={field.value}
            onValueChange={(next) => {
              field.onChange(next);
              form.setValue("environments", []);
            }}
            options={[
              { value: ANYWHERE, label: "Every project" },
              ...projects.map((known) => ({ value: known.slug, label: known.name })),
            ]}
          />
        )}
      </FormField>
      {project && (
        <FormField
          form={form}
          name="environments"
          label="Environments"
          hint="None chosen is all of the project."
          optional
        >
          {(field) => (
            <MultiCombobox
              options={project.environments.map((known) => ({ value: known.slug, label: known.name }))}
              values={field.value}
              onValuesChange={field.onChange}
              placeholder="All environments"
            />
          )}
        </FormField>
      )}
      <Checkbox checked={values.expires} onCheckedChange={(on) => form.setValue("expires", on)} label="It expires" />
      {values.expires && (
        <FormField form={form} name="expiresIn" label="Lifetime" required>
          {(field) => (
            <DurationInput
              value={field.value}
              onValueChange={field.onChange}
              units={["h", "d"]}
              presets={["30d", "90d", "365d"]}
            />
          )}
        </FormField>
      )}
      <FormActions>
        <SubmitButton pendingLabel="Creating">Create service token</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Made({ organization, gatewayUrl, token }: { organization: string; gatewayUrl: string; token: string }) {
  const line = (shown: string) =>
    `curl -s ${gatewayUrl}/v1/verify -H "authorization: Bearer ${shown}" -H "content-type: application/json" -d '{"key":"…"}'`;
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <SecretReveal secret={token} variable="LATCHKEY_TOKEN" what="service token" />
      <Section title="Use it" description="Send it as a bearer token to the verify server or to the REST API.">
        <CodeBlock label="curl" language="bash" code={line("$LATCHKEY_TOKEN")} />
      </Section>
      <div>
        <ButtonLink variant="primary" href={paths.serviceTokens(organization)}>
          Done
        </ButtonLink>
      </div>
    </div>
  );
}
