"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import { LatchkeyProblem } from "@/clients/sdk/problem";
import { POLICY_PATH } from "@/components/projects/project-paths";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Form, SubmitButton } from "@/components/ui/form";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { SENSITIVITIES, type Sensitivity } from "@/lib/core/enums";
import { type OutOfBounds, POLICY_PRESETS, type PresentedPolicy } from "@/lib/policies/schema";
import { ApprovalRules } from "./approval-rules";
import { GatewayRules } from "./gateway-rules";
import { LifetimeRules, RotationRules } from "./lifetime-rules";
import { PolicyFormContext } from "./policy-form-context";
import { PolicyReview, type Review } from "./policy-review";
import {
  changedFields,
  POLICY_FIELDS,
  type PolicyFormValues,
  policyChanges,
  policyValues,
  readPolicyValues,
  rebasePolicy,
} from "./policy-values";
import { POLICY_GROUPS, POLICY_LABELS, type PolicyField, PRESET_WORDS } from "./policy-words";
import { ScopeRules } from "./scope-rules";
import type { Directory } from "./use-directory";
import { ExpiryMailRules, IdleRules } from "./watch-rules";

type Props = {
  organization: string;
  environmentName: string;
  /** As it is stored now; when another version of it arrives, what was typed is kept over it. */
  answer: PresentedPolicy;
  directory: Directory;
};

function PolicyRules({ group, directory }: { group: string; directory: Directory }) {
  if (group === "lifetimes") return <LifetimeRules />;
  if (group === "rotation") return <RotationRules />;
  if (group === "scopes") return <ScopeRules />;
  if (group === "approvals") return <ApprovalRules directory={directory} />;
  if (group === "gateway") return <GatewayRules />;
  return group === "expiry-mail" ? <ExpiryMailRules /> : <IdleRules />;
}

/** What is typed and no policy yet, as the form shows an answer of the API. */
function refusal(errors: readonly { path: string; message: string }[]): Error {
  return Object.assign(new Error("Some rules cannot be as they are."), { code: "invalid_input", errors });
}

/** The form over the version it began with, and what came between when that is no longer the newest. */
function usePolicyBase(answer: PresentedPolicy) {
  const form = useForm<PolicyFormValues>({ defaultValues: { policy: policyValues(answer.policy) } });
  const [base, setBase] = useState(answer);
  const [meanwhile, setMeanwhile] = useState<{ both: readonly PolicyField[] } | null>(null);
  const { isDirty } = form.formState;
  const began = useRef(base);
  useEffect(() => {
    const before = began.current;
    // An answer older than what was just saved is one that was still on its way.
    if (answer.version < before.version) return;
    if (answer.version === before.version && answer.sensitivity === before.sensitivity) return;
    began.current = answer;
    setBase(answer);
    const typed = readPolicyValues(form.getValues("policy"));
    const rebased = isDirty && typed.policy ? rebasePolicy(before.policy, typed.policy, answer.policy) : null;
    form.reset({ policy: policyValues(answer.policy) });
    if (!rebased || changedFields(answer.policy, rebased.policy).length === 0) return;
    const values = policyValues(rebased.policy);
    for (const field of changedFields(answer.policy, rebased.policy)) {
      form.setValue(`policy.${field}`, values[field], { shouldDirty: true });
    }
    setMeanwhile({ both: rebased.both });
  }, [answer, form, isDirty]);
  const start = useCallback(
    (next: PresentedPolicy) => {
      began.current = next;
      setBase(next);
      setMeanwhile(null);
      form.reset({ policy: policyValues(next.policy) });
    },
    [form],
  );
  return { form, base, meanwhile, start };
}

/** Every rule of an environment, with what a change would mean for the keys that are there. */
export function PolicyEditor({ organization, environmentName, answer, directory }: Props) {
  const queryClient = useQueryClient();
  const { form, base, meanwhile, start } = usePolicyBase(answer);
  const [review, setReview] = useState<Review | null>(null);
  const preset = POLICY_PRESETS[base.sensitivity];
  const presetValues = useMemo(() => policyValues(preset), [preset]);
  const params = { path: { organization, project: base.project, environment: base.environment } };
  const read = readPolicyValues(form.watch("policy"));
  const changed = read.policy ? changedFields(base.policy, read.policy) : null;

  const look = async (values: PolicyFormValues) => {
    const wanted = readPolicyValues(values.policy);
    if (!wanted.policy) throw refusal(wanted.errors);
    const fields = changedFields(base.policy, wanted.policy);
    if (fields.length === 0) return;
    const body = policyChanges(base.policy, wanted.policy, preset);
    const { data } = await latchkey.POST(`${POLICY_PATH}/preview`, { params, body });
    if (data) setReview({ version: base.version, before: base.policy, after: wanted.policy, fields, preview: data });
  };

  const save = async (reason: string, outOfBounds: OutOfBounds) => {
    if (!review) return;
    const changes = policyChanges(review.before, review.after, preset);
    try {
      const { data } = await latchkey.PATCH(POLICY_PATH, {
        params,
        body: {
          ...changes,
          ifVersion: review.version,
          ...(reason === "" ? {} : { reason }),
          outOfBounds,
        },
      });
      if (data) start(data);
      toast.success(`The policy of ${environmentName} is saved`);
    } catch (error) {
      // The newer version arrives with the query, and what was typed is laid over it.
      if (!(error instanceof LatchkeyProblem && error.code === "conflict")) throw error;
    }
    await queryClient.invalidateQueries({ queryKey: ["get", POLICY_PATH] });
  };

  // A form that was looked at is not sent yet, so leaving it must still ask.
  const closeReview = () => {
    setReview(null);
    form.reset(form.getValues(), { keepDefaultValues: true });
  };
  const fill = (sensitivity: Sensitivity) => {
    form.clearErrors();
    const values = policyValues(POLICY_PRESETS[sensitivity]);
    for (const field of POLICY_FIELDS) form.setValue(`policy.${field}`, values[field], { shouldDirty: true });
  };

  return (
    <PolicyFormContext
      value={{ form, preset, presetValues, names: directory.names, organization, project: base.project }}
    >
      <Form form={form} onSubmit={look} warnOnLeave aria-label={`Policy of ${environmentName}`} className="gap-10">
        {meanwhile && (
          <Alert
            tone="warning"
            live="assertive"
            title={`Somebody changed the policy meanwhile: it is at version ${base.version} now`}
            actions={
              <Button size="sm" onClick={() => start(base)}>
                Drop my changes
              </Button>
            }
          >
            Your changes are kept over it and are not saved.
            {meanwhile.both.length > 0 &&
              ` You both changed: ${meanwhile.both.map((field) => POLICY_LABELS[field].toLowerCase()).join(", ")}.`}
          </Alert>
        )}
        <Section
          aside
          title="Presets"
          description={`This environment is of ${PRESET_WORDS[base.sensitivity].toLowerCase()} sensitivity; rules that were not set by hand follow that preset.`}
        >
          <div className="flex flex-wrap gap-2">
            {SENSITIVITIES.map((sensitivity) => (
              <Button key={sensitivity} onClick={() => fill(sensitivity)}>
                Fill in the {PRESET_WORDS[sensitivity].toLowerCase()} preset
              </Button>
            ))}
          </div>
        </Section>
        {POLICY_GROUPS.map((group) => (
          <Section key={group.id} id={group.id} aside title={group.title} description={group.description}>
            <div className="flex max-w-3xl flex-col gap-6">
              <PolicyRules group={group.id} directory={directory} />
            </div>
          </Section>
        ))}
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-canvas py-3">
          <SubmitButton pendingLabel="Measuring the keys" disabled={changed?.length === 0}>
            Review and save
          </SubmitButton>
          <Button disabled={changed?.length === 0} onClick={() => start(base)}>
            Discard
          </Button>
          <p role="status" className="text-muted text-sm">
            {changed === null
              ? "Something is not complete yet"
              : changed.length === 0
                ? `No changes, version ${base.version}`
                : changed.length === 1
                  ? "1 rule changed"
                  : `${changed.length} rules changed`}
          </p>
        </div>
      </Form>
      {review && (
        <PolicyReview
          organization={organization}
          environment={environmentName}
          review={review}
          names={directory.names}
          onClose={closeReview}
          onSave={save}
        />
      )}
    </PolicyFormContext>
  );
}
