"use client";

import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Count } from "@/components/ui/count";
import { DatePicker } from "@/components/ui/date-picker";
import { Field, Fieldset } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { RadioGroup } from "@/components/ui/radio-group";
import { BREACH_WORDS, type OutOfBounds, POLICY_BREACHES, type Policy } from "@/lib/policies/schema";
import { type Names, POLICY_LABELS, type PolicyField, policyValueWords } from "./policy-words";

export type Preview = components["schemas"]["PolicyPreview"];

const SHOWN_AT_FIRST = 8;

/** Which live keys the policy would leave out of bounds. */
export function PreviewResult({ organization, preview }: { organization: string; preview: Preview }) {
  const [all, setAll] = useState(false);
  if (preview.keys === 0) return <Alert tone="success">No live key is in this environment.</Alert>;
  if (preview.outOfBounds === 0) {
    return (
      <Alert tone="success">
        {preview.keys === 1
          ? "The one live key stays within bounds."
          : `All ${preview.keys} live keys stay within bounds.`}
      </Alert>
    );
  }
  const shown = all ? preview.sample : preview.sample.slice(0, SHOWN_AT_FIRST);
  return (
    <Alert
      tone="warning"
      title={
        <>
          <Count value={preview.outOfBounds} /> of <Count value={preview.keys} /> live keys would be out of bounds
        </>
      }
    >
      <p>They go on working unless they are given an end: a policy binds what is done after it.</p>
      <ul className="list-disc ps-5">
        {POLICY_BREACHES.map((breach) => ({ breach, count: preview.breaches[breach] ?? 0 }))
          .filter(({ count }) => count > 0)
          .map(({ breach, count }) => (
            <li key={breach}>
              <Count value={count} />: {BREACH_WORDS[breach]}
            </li>
          ))}
      </ul>
      <ul aria-label="Keys out of bounds" className="mt-1 flex max-h-64 flex-col gap-1 overflow-y-auto">
        {shown.map((key) => (
          <li key={key.id} className="[overflow-wrap:anywhere]">
            <Link href={paths.key(organization, key.id)} target="_blank">
              <bdi>{key.name}</bdi>
              <span className="sr-only"> (opens in a new tab)</span>
            </Link>{" "}
            {key.breaches.map((breach) => BREACH_WORDS[breach]).join(", ")}
          </li>
        ))}
      </ul>
      {preview.sample.length > shown.length && (
        <button type="button" className="self-start underline" onClick={() => setAll(true)}>
          Show {preview.sample.length} of them
        </button>
      )}
    </Alert>
  );
}

export type Review = {
  version: number;
  before: Policy;
  after: Policy;
  fields: readonly PolicyField[];
  preview: Preview;
};

type Props = {
  organization: string;
  environment: string;
  review: Review;
  names: Names;
  onClose: () => void;
  onSave: (reason: string, outOfBounds: OutOfBounds) => Promise<unknown>;
};

/** @throws when a date is chosen and none is given. */
function chosenFate(action: OutOfBounds["action"], endsAt: string): OutOfBounds {
  if (action !== "end") return { action };
  if (endsAt === "") throw new Error("Say when the keys out of bounds end.");
  return { action, endsAt };
}

/** What will change and whom it meets, before it is saved. */
export function PolicyReview({ organization, environment, review, names, onClose, onSave }: Props) {
  const [fate, setFate] = useState<OutOfBounds["action"]>("nothing");
  const [end, setEnd] = useState("");
  const outOfBounds = review.preview.outOfBounds > 0;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        <>
          Save the policy of <bdi>{environment}</bdi>?
        </>
      }
      confirmLabel="Save policy"
      reason="optional"
      reasonLabel="Reason, for the audit trail"
      onConfirm={({ reason }) => onSave(reason, outOfBounds ? chosenFate(fate, end) : { action: "nothing" })}
    >
      <dl className="flex flex-col gap-2 text-sm">
        {review.fields.map((field) => (
          <div key={field}>
            <dt className="text-muted">{POLICY_LABELS[field]}</dt>
            <dd className="[overflow-wrap:anywhere]">
              <del className="text-subtle">{policyValueWords(field, review.before, names)}</del>{" "}
              <ins className="font-medium no-underline">{policyValueWords(field, review.after, names)}</ins>
            </dd>
          </div>
        ))}
      </dl>
      <PreviewResult organization={organization} preview={review.preview} />
      {outOfBounds && (
        <Fieldset legend="What happens to the keys out of bounds">
          <RadioGroup
            value={fate}
            onValueChange={setFate}
            options={[
              { value: "nothing", label: "Nothing", description: "They go on as they are." },
              {
                value: "warn",
                label: "Their owners are warned",
                description: "They go on. Each owner gets one mail that names their keys and what is out of bounds.",
              },
              {
                value: "end",
                label: "They end on a date",
                description: "Unless they end before. Owners are told at once, and by the usual mails until then.",
              },
            ]}
          />
          {fate === "end" && (
            <Field label="They end on" hint="At least a day from now." required>
              <DatePicker value={end} onValueChange={setEnd} />
            </Field>
          )}
        </Fieldset>
      )}
    </ConfirmDialog>
  );
}
