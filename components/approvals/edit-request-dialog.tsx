"use client";

import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { ChipInput } from "@/components/ui/chip-input";
import { Dialog } from "@/components/ui/dialog";
import { DurationInput } from "@/components/ui/duration-input";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formatDuration } from "@/lib/core/durations";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { REQUEST_PATH, type RequestDetail } from "./request-words";

type Props = { organization: string; request: RequestDetail; onClose: () => void; onEdited: () => Promise<void> };

/** Changing what is asked for, while nobody has decided: a new revision, and decisions so far are void. */
export function EditRequestDialog(props: Props) {
  const given = props.request.decisions.filter(({ counts }) => counts).length;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title="Edit this request"
      description="It becomes a new revision under the rules of now, and those who decide are asked again."
    >
      {given > 0 && (
        <Alert tone="warning" className="mb-4">
          {given === 1 ? "One approval is void then." : `${given} approvals are void then.`}
        </Alert>
      )}
      <EditForm {...props} />
    </Dialog>
  );
}

function EditForm({ organization, request, onClose, onEdited }: Props) {
  const { submitted } = request;
  const seconds = submitted.duration ?? submitted.lifetime ?? null;
  const before = {
    reason: request.reason,
    scopes: submitted.scopes ?? [],
    length: seconds === null ? "" : formatDuration(seconds),
    ipAllowlist: submitted.ipAllowlist ?? [],
  };
  const form = useForm({ defaultValues: before });
  const same = (a: readonly string[], b: readonly string[]) => a.join(" ") === b.join(" ");
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label="Edit request"
      onSubmit={async ({ reason, scopes, length, ipAllowlist }) => {
        const body = {
          ...(reason === before.reason ? {} : { reason }),
          ...(same(scopes, before.scopes) ? {} : { scopes }),
          ...(same(ipAllowlist, before.ipAllowlist) ? {} : { ipAllowlist }),
          ...(length === before.length
            ? {}
            : submitted.duration === undefined
              ? { expiresIn: length }
              : { duration: length }),
        };
        if (Object.keys(body).length > 0) {
          await latchkey.PATCH(REQUEST_PATH, { params: { path: { organization, request: request.id } }, body });
          await onEdited();
          toast.success("Changed, and asked again");
        }
        onClose();
      }}
    >
      <FormField form={form} name="reason" label="Reason" required>
        {(field) => <Textarea {...field} maxLength={2000} />}
      </FormField>
      {submitted.scopes !== undefined && (
        <FormField form={form} name="scopes" label="Scopes" required>
          {(field) => (
            <ChipInput
              mono
              values={field.value}
              onValuesChange={field.onChange}
              validate={(text) =>
                GRANTED_SCOPE_PATTERN.test(text) ? null : "write resource:action, such as invoices:read"
              }
              placeholder="invoices:read"
            />
          )}
        </FormField>
      )}
      {submitted.ipAllowlist !== undefined && (
        <FormField form={form} name="ipAllowlist" label="Allowed addresses" hint="Empty is everywhere." optional>
          {(field) => (
            <ChipInput mono values={field.value} onValuesChange={field.onChange} placeholder="203.0.113.0/24" />
          )}
        </FormField>
      )}
      {seconds !== null && (
        <FormField form={form} name="length" label="For how long" required>
          {(field) => <DurationInput value={field.value} onValueChange={field.onChange} units={["m", "h", "d"]} />}
        </FormField>
      )}
      <FormActions>
        <SubmitButton pendingLabel="Saving">Save and ask again</SubmitButton>
      </FormActions>
    </Form>
  );
}
