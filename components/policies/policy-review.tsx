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
import { POLICY_BREACHES, type Policy } from "@/lib/policies/schema";
import { BREACH_WORDS, type Names, POLICY_LABELS, type PolicyField, policyValueWords } from "./policy-words";

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
      <p>They go on working unless you give them an end: a policy binds what is done after it.</p>
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
  review: Review | null;
  names: Names;
  onClose: () => void;
  /** `end`: when the keys out of bounds end, null for never. */
  onSave: (reason: string, end: string | null) => Promise<unknown>;
};

/** What will change and whom it meets, before it is saved. */
export function PolicyReview({ organization, environment, review, names, onClose, onSave }: Props) {
  const [fate, setFate] = useState<"nothing" | "date">("nothing");
  const [end, setEnd] = useState("");
  if (review === null) return null;
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
      onConfirm={({ reason }) => {
        if (fate === "date" && end === "") throw new Error("Say when the keys out of bounds end.");
        return onSave(reason, outOfBounds && fate === "date" ? end : null);
      }}
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
                value: "date",
                label: "They end on a date",
                description: "Unless they end before. Their owners get the usual mails until then.",
              },
            ]}
          />
          {fate === "date" && (
            <Field label="They end on" hint="At least a day from now." required>
              <DatePicker value={end} onValueChange={setEnd} />
            </Field>
          )}
        </Fieldset>
      )}
    </ConfirmDialog>
  );
}
