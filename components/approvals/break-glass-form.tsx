"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Dialog } from "@/components/ui/dialog";
import { describeDuration } from "@/components/ui/duration";
import { DurationInput } from "@/components/ui/duration-input";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formatDuration } from "@/lib/core/durations";
import { BREAK_GLASS_PATH } from "./approval-paths";
import { usePlaces } from "./use-places";

type Props = { organization: string; longest: number; onClose: () => void };

/** Breaking the glass: where, why, for how long, and what it sets in motion. */
export function BreakGlassDialog(props: Props) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title="Break the glass?"
      description="For an emergency only: what you ask for in one environment is approved at once, for a bounded time."
    >
      <BreakGlassForm {...props} />
    </Dialog>
  );
}

function BreakGlassForm({ organization, longest, onClose }: Props) {
  const queryClient = useQueryClient();
  const places = usePlaces(organization);
  const form = useForm({ defaultValues: { environment: "", reason: "", duration: formatDuration(longest) } });
  const environment = places.byId.get(form.watch("environment"));
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label="Break the glass"
      onSubmit={async ({ reason, duration }) => {
        await latchkey.POST(BREAK_GLASS_PATH, {
          params: { path: { organization } },
          body: { project: environment?.projectId ?? "", environment: environment?.id ?? "", reason, duration },
        });
        await queryClient.invalidateQueries({ queryKey: ["get", BREAK_GLASS_PATH] });
        toast.warning("The glass is broken. Every owner is told.");
        onClose();
      }}
    >
      <Alert tone="danger" title="Every owner gets a mail now, and someone else has to review what you do." />
      <FormField form={form} name="environment" label="Environment" required>
        {(field) => (
          <Select
            value={field.value === "" ? null : field.value}
            onValueChange={field.onChange}
            options={places.environments}
            placeholder="Choose an environment"
          />
        )}
      </FormField>
      {environment && (
        <EnvironmentBanner name={environment.name} color={environment.color} sensitivity={environment.sensitivity}>
          Of <bdi>{environment.projectName}</bdi>.{environment.sensitivity === "high" && " This concerns live data."}
        </EnvironmentBanner>
      )}
      <FormField
        form={form}
        name="reason"
        label="What the emergency is"
        hint="At least 10 characters. Owners and the reviewer read this."
        required
      >
        {(field) => <Textarea {...field} maxLength={2000} />}
      </FormField>
      <FormField
        form={form}
        name="duration"
        label="For how long"
        hint={`At most ${describeDuration(longest)}; you can end it before.`}
        required
      >
        {(field) => (
          <DurationInput value={field.value} onValueChange={field.onChange} units={["m", "h"]} maxSeconds={longest} />
        )}
      </FormField>
      <FormActions>
        <SubmitButton variant="danger" pendingLabel="Breaking">
          Break the glass
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
