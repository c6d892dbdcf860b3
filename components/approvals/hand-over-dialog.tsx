"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { CodeBlock } from "@/components/ui/code-block";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { DurationInput } from "@/components/ui/duration-input";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";

type Link = { url: string; expiresAt: string };
type Props = {
  title: string;
  onClose: () => void;
  /** Makes the link; null when the API answered none. */
  onWrap: (handOver: { expiresIn: string; note: string }) => Promise<Link | null>;
};

/** A single-use link with the secret for someone else. It stands in this component's state only, and goes with it. */
export function HandOverDialog({ title, onClose, onWrap }: Props) {
  const [link, setLink] = useState<Link | null>(null);
  const form = useForm({ defaultValues: { expiresIn: "1d", note: "" } });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={link ? "The link, shown this once" : title}
      description="A link that opens once. A second opening is refused, recorded, and told to the key's owner and admins."
    >
      {link ? (
        <div className="flex flex-col gap-3">
          <CodeBlock label="Hand-over link" code={link.url} wrap />
          <Alert tone="warning" title="Send it to nobody but who it is for">
            <p>
              Whoever opens it first has the secret. It opens until{" "}
              <DateTime value={link.expiresAt} format="datetime" />.
            </p>
          </Alert>
        </div>
      ) : (
        <Form
          form={form}
          aria-label="Hand over"
          onSubmit={async ({ expiresIn, note }) => setLink(await onWrap({ expiresIn, note: note.trim() }))}
        >
          <FormField form={form} name="expiresIn" label="It opens for" hint="One minute to 7 days." required>
            {(field) => (
              <DurationInput
                value={field.value}
                onValueChange={field.onChange}
                units={["m", "h", "d"]}
                presets={["1h", "1d", "7d"]}
                maxSeconds={7 * 86_400}
              />
            )}
          </FormField>
          <FormField
            form={form}
            name="note"
            label="Who it is for"
            hint="Owner and admins see it, the one who opens it does not."
            optional
          >
            {(field) => <Input {...field} autoComplete="off" maxLength={300} />}
          </FormField>
          <FormActions>
            <SubmitButton pendingLabel="Creating the link">Create the link</SubmitButton>
          </FormActions>
        </Form>
      )}
    </Dialog>
  );
}
