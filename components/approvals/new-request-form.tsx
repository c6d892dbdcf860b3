"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { DatePicker } from "@/components/ui/date-picker";
import { DurationInput } from "@/components/ui/duration-input";
import { Field } from "@/components/ui/field";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { parseDuration } from "@/lib/core/durations";
import { REQUESTS_PATH } from "./request-words";

export type Kind = "extend_scopes" | "elevate" | "extend_expiry" | "waive_network";
type Values = { kind: Kind; scopes: string[]; duration: string; expiresIn: string; reason: string };
type Props = {
  organization: string;
  keyId: string;
  project: string;
  held: readonly string[];
  wanted: readonly string[];
  /** What a link asks for. */
  kind: Kind;
  /** When it is to end: an instant, or a length such as 90d. */
  ends: string | null;
};

function bodyOf(keyId: string, { kind, reason, scopes, duration, expiresIn }: Values, endsAt: string | null) {
  switch (kind) {
    case "extend_scopes":
      return { kind, key: keyId, reason, scopes };
    case "elevate":
      return { kind, key: keyId, reason, scopes, duration };
    case "extend_expiry":
      return { kind, key: keyId, reason, ...(endsAt === null ? { expiresIn } : { expiresAt: endsAt }) };
    case "waive_network":
      return { kind, key: keyId, reason, duration };
  }
}

/** Asks for more for one key. Who has to agree is said on the request's page, at once. */
export function NewRequestForm({ organization, keyId, project, held, wanted, kind: asked, ends }: Props) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    defaultValues: {
      kind: asked,
      scopes: wanted.filter((scope) => !held.includes(scope)),
      duration: "1h",
      expiresIn: ends !== null && parseDuration(ends) !== null ? ends : "90d",
      reason: "",
    },
  });
  const { kind } = form.watch();
  // A link may name the very instant; it holds until the person says otherwise.
  const [endsAt, setEndsAt] = useState(ends !== null && parseDuration(ends) === null ? ends : null);
  const catalogue = $api.useQuery("get", "/organizations/{organization}/projects/{project}/scopes", {
    params: { path: { organization, project }, query: { limit: 200 } },
  });
  const missing = (catalogue.data?.items ?? []).filter((scope) => !held.includes(scope.name));
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label="New request"
      className="max-w-3xl"
      onSubmit={async (values) => {
        const { data } = await latchkey.POST("/organizations/{organization}/requests", {
          params: { path: { organization } },
          body: bodyOf(keyId, values, endsAt),
        });
        await queryClient.invalidateQueries({ queryKey: ["get", REQUESTS_PATH] });
        if (!data) return;
        toast.success("Asked");
        router.push(paths.request(organization, data.request.id));
      }}
    >
      <FormField form={form} name="kind" label="What it needs" required>
        {(field) => (
          <RadioGroup<Kind>
            appearance="cards"
            columns={2}
            value={field.value}
            onValueChange={field.onChange}
            options={[
              { value: "extend_scopes", label: "More scopes", description: "For as long as the key lives." },
              { value: "elevate", label: "Scopes for a time", description: "They end by themselves." },
              { value: "extend_expiry", label: "A longer life", description: "A later expiry." },
              {
                value: "waive_network",
                label: "Any address for a time",
                description: "The allow-list does not refuse meanwhile.",
              },
            ]}
          />
        )}
      </FormField>
      {(kind === "extend_scopes" || kind === "elevate") && (
        <FormField form={form} name="scopes" label="Scopes" hint="Only what it lacks." required>
          {(field) => (
            <MultiCombobox
              options={missing.map((scope) => ({
                value: scope.name,
                label: scope.name,
                description: scope.sensitive ? `Sensitive. ${scope.description}` : scope.description,
              }))}
              values={field.value}
              onValuesChange={field.onChange}
              mono
              placeholder="Choose scopes"
            />
          )}
        </FormField>
      )}
      {(kind === "elevate" || kind === "waive_network") && (
        <FormField form={form} name="duration" label="For how long" hint="From the approval, at most 30 days." required>
          {(field) => (
            <DurationInput
              value={field.value}
              onValueChange={field.onChange}
              units={["m", "h", "d"]}
              maxSeconds={30 * 86_400}
            />
          )}
        </FormField>
      )}
      {kind === "extend_expiry" && endsAt !== null && (
        <Field label="New end" required>
          <DatePicker value={endsAt} onValueChange={(value) => setEndsAt(value === "" ? null : value)} withTime />
        </Field>
      )}
      {kind === "extend_expiry" && endsAt === null && (
        <FormField form={form} name="expiresIn" label="New lifetime" hint="From now." required>
          {(field) => <DurationInput value={field.value} onValueChange={field.onChange} units={["d"]} />}
        </FormField>
      )}
      <FormField form={form} name="reason" label="Reason" hint="Those who decide read this." required>
        {(field) => <Textarea {...field} maxLength={2000} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Asking">Send request</SubmitButton>
      </FormActions>
    </Form>
  );
}
