"use client";

import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DurationInput } from "@/components/ui/duration-input";
import { Fieldset } from "@/components/ui/field";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formatDuration } from "@/lib/core/durations";
import { describeRequest, type RequestDetail } from "./request-words";

type Props = {
  organization: string;
  request: RequestDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onApproved: () => Promise<void>;
};

/** Approving, as it is asked or with less: scopes can be dropped and times shortened, nothing can be added. */
export function ApproveDialog({ open, onOpenChange, ...rest }: Props) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Approve this request?"
      description={describeRequest(rest.request)}
    >
      {open && <ApproveForm {...rest} onClose={() => onOpenChange(false)} />}
    </Dialog>
  );
}

function ApproveForm({
  organization,
  request,
  onApproved,
  onClose,
}: Omit<Props, "open" | "onOpenChange"> & { onClose: () => void }) {
  const asked = request.payload.scopes ?? [];
  const seconds = request.payload.duration ?? request.payload.lifetime ?? null;
  const startLength = seconds === null ? "" : formatDuration(seconds);
  const form = useForm({ defaultValues: { comment: "", kept: asked, length: startLength } });
  const kept = form.watch("kept");
  return (
    <Form
      form={form}
      aria-label="Approve"
      onSubmit={async ({ comment, length }) => {
        const dropScopes = asked.filter((scope) => !kept.includes(scope));
        const shortened = length !== "" && length !== startLength ? length : null;
        await latchkey.POST("/organizations/{organization}/requests/{request}/approve", {
          params: { path: { organization, request: request.id } },
          body: {
            comment: comment.trim() === "" ? null : comment.trim(),
            hash: request.hash,
            ...(dropScopes.length > 0 ? { dropScopes } : {}),
            ...(shortened === null
              ? {}
              : request.payload.duration === undefined
                ? { lifetime: shortened }
                : { duration: shortened }),
          },
        });
        await onApproved();
        toast.success("Approved");
        onClose();
      }}
    >
      {asked.length > 1 && (
        <Fieldset legend="Scopes" hint="Take away what is not needed.">
          {asked.map((scope) => (
            <Checkbox
              key={scope}
              checked={kept.includes(scope)}
              onCheckedChange={(on) =>
                form.setValue("kept", on ? [...kept, scope] : kept.filter((known) => known !== scope))
              }
              label={<span className="font-mono">{scope}</span>}
            />
          ))}
        </Fieldset>
      )}
      {seconds !== null && (
        <FormField form={form} name="length" label="For how long" hint="You may shorten it.">
          {(field) => <DurationInput value={field.value} onValueChange={field.onChange} maxSeconds={seconds} />}
        </FormField>
      )}
      <FormField form={form} name="comment" label="Comment" optional>
        {(field) => <Textarea {...field} maxLength={2000} />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Approving">Approve request</SubmitButton>
      </FormActions>
    </Form>
  );
}
