"use client";

import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Field } from "./field";
import { FormProblem } from "./form-problem";
import { Input } from "./input";
import { type Problem, toProblem } from "./problem";
import { Textarea } from "./textarea";

export type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** A verb: "Revoke key". */
  confirmLabel: string;
  danger?: boolean;
  /** What must be typed first; for what cannot be undone. */
  typeToConfirm?: string;
  reason?: "optional" | "required";
  reasonLabel?: string;
  children?: ReactNode;
  onConfirm: (answer: { reason: string }) => Promise<unknown>;
};

function ConfirmForm(props: ConfirmDialogProps) {
  const { onOpenChange, onConfirm, typeToConfirm, reason } = props;
  const [typed, setTyped] = useState("");
  const [why, setWhy] = useState("");
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const ready =
    (typeToConfirm === undefined || typed.trim() === typeToConfirm) && (reason !== "required" || why.trim() !== "");

  const confirm = async () => {
    if (!ready || working) return;
    setWorking(true);
    setProblem(null);
    try {
      await onConfirm({ reason: why.trim() });
      onOpenChange(false);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setWorking(false);
    }
  };

  return (
    <Dialog
      open
      size="sm"
      // A press beside the dialog must not hide what is under way.
      onOpenChange={(open) => !working && onOpenChange(open)}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={working}>
            Cancel
          </Button>
          <Button
            variant={props.danger ? "danger" : "primary"}
            disabled={!ready}
            loading={working}
            onClick={() => void confirm()}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <form
        method="post"
        className="flex flex-col gap-4 empty:hidden"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void confirm();
        }}
      >
        {problem && <FormProblem problem={problem} />}
        {props.children}
        {reason !== undefined && (
          <Field
            label={props.reasonLabel ?? "Reason"}
            required={reason === "required"}
            optional={reason === "optional"}
          >
            <Textarea value={why} onChange={(event) => setWhy(event.target.value)} rows={2} maxLength={1000} />
          </Field>
        )}
        {typeToConfirm !== undefined && (
          <Field
            label={
              <>
                Type <span className="select-all rounded-xs bg-sunken px-1 font-mono">{typeToConfirm}</span> to confirm
              </>
            }
            required
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
              mono
            />
          </Field>
        )}
      </form>
    </Dialog>
  );
}

/** Asks before something that hurts. Stays open and says why when `onConfirm` rejects. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  // Mounted only while open, so that nothing typed before is still there the next time.
  return props.open ? <ConfirmForm {...props} /> : null;
}
