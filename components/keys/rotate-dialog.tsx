"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { $api, latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { describeDuration } from "@/components/ui/duration";
import { DurationInput } from "@/components/ui/duration-input";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { RadioGroup } from "@/components/ui/radio-group";
import { SecretReveal } from "@/components/ui/secret-reveal";
import { Textarea } from "@/components/ui/textarea";
import { environmentColor } from "./environment-color";
import { receiptWords } from "./receipt-words";
import type { KeyDialogProps } from "./revoke-dialog";
import { variableName } from "./variable-name";

type Rotated = {
  secret: string;
  previousVersion: { number: number; endsAt: string | null; endsOnFirstUse: boolean };
  propagation: { confirmed: number; total: number; milliseconds: number };
};
type Values = { overlap: "default" | "now" | "first_use" | "other"; length: string; reason: string };

/** A new secret for the same key: how long the old one goes on, then the new one, once. */
export function RotateDialog(props: KeyDialogProps) {
  const { detail, onClose } = props;
  const [rotated, setRotated] = useState<Rotated | null>(null);
  const [saved, setSaved] = useState(false);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dismissable={rotated === null}
      title={
        <>
          {rotated ? "The new secret of" : "Rotate"} <bdi>{detail.name}</bdi>
        </>
      }
      {...(rotated ? {} : { description: "The key keeps its name, scopes and history; only its secret is new." })}
      {...(rotated && {
        footer: (
          <Button variant="primary" disabled={!saved} onClick={onClose}>
            Done
          </Button>
        ),
      })}
    >
      {rotated ? (
        <div className="flex flex-col gap-4">
          <SecretReveal
            secret={rotated.secret}
            variable={variableName(detail.project, detail.environment)}
            onSaved={() => setSaved(true)}
          />
          <OldVersion rotated={rotated} />
        </div>
      ) : (
        <RotateForm {...props} onRotated={setRotated} />
      )}
    </Dialog>
  );
}

function OldVersion({ rotated: { previousVersion, propagation } }: { rotated: Rotated }) {
  const words = receiptWords({ verb: "Known", propagation });
  return (
    <Alert tone={words.complete ? "success" : "warning"} live="polite" title={words.text}>
      <p>
        Version {previousVersion.number}{" "}
        {previousVersion.endsOnFirstUse ? (
          "ends with the first use of the new one."
        ) : (
          <>
            works until <DateTime value={previousVersion.endsAt} format="datetime" />.
          </>
        )}{" "}
        Under Recent requests you see who still uses it.
      </p>
    </Alert>
  );
}

function RotateForm({
  organization,
  detail,
  onChanged,
  onRotated,
}: KeyDialogProps & { onRotated: (rotated: Rotated) => void }) {
  const form = useForm<Values>({ defaultValues: { overlap: "default", length: "1h", reason: "" } });
  const policy = $api.useQuery(
    "get",
    "/organizations/{organization}/projects/{project}/environments/{environment}/policy",
    { params: { path: { organization, project: detail.project, environment: detail.environment } } },
  );
  const rules = policy.data?.policy;
  const overlap = form.watch("overlap");
  const submit = async ({ overlap: choice, length, reason }: Values) => {
    const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/rotate", {
      params: { path: { organization, key: detail.id }, query: { wait: "5s" } },
      body: {
        ...(choice === "default" ? {} : { overlap: { now: "0", first_use: "first_use", other: length }[choice] }),
        reason: reason.trim() === "" ? null : reason,
      },
    });
    if (!data) return;
    onRotated(data);
    await onChanged(null);
  };
  return (
    <Form form={form} onSubmit={submit} aria-label="Rotate the key">
      <EnvironmentBanner
        name={detail.environmentName}
        color={environmentColor(detail.environmentColor)}
        sensitivity={detail.sensitivity}
      />
      <FormField form={form} name="overlap" label="The old secret works on" required>
        {(field) => (
          <RadioGroup
            value={field.value}
            onValueChange={field.onChange}
            options={[
              {
                value: "default",
                label: rules ? `For ${describeDuration(rules.defaultOverlap)}` : "As the policy says",
                description: "What the environment's policy says: time to bring the new one out.",
              },
              { value: "first_use", label: "Until the new one is used", description: "For one program on one place." },
              { value: "other", label: "For another time" },
              {
                value: "now",
                label: "Not at all",
                description: "Programs with the old secret are refused within a second. For a leak.",
              },
            ]}
          />
        )}
      </FormField>
      {overlap === "other" && (
        <FormField
          form={form}
          name="length"
          label="How long"
          required
          {...(rules ? { hint: `At most ${describeDuration(rules.longestOverlap)} here.` } : {})}
        >
          {(field) => (
            <DurationInput
              value={field.value}
              onValueChange={field.onChange}
              presets={["1h", "12h", "1d", "7d"]}
              {...(rules ? { maxSeconds: rules.longestOverlap } : {})}
            />
          )}
        </FormField>
      )}
      <FormField form={form} name="reason" label="Reason" optional>
        {(field) => <Textarea {...field} rows={2} maxLength={1000} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Rotating">Rotate key</SubmitButton>
      </FormActions>
    </Form>
  );
}
