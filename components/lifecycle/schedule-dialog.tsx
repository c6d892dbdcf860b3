"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { environmentColor } from "@/components/keys/environment-color";
import type { KeyDetail } from "@/components/keys/key-detail";
import { findMembers } from "@/components/organizations/find-members";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Combobox } from "@/components/ui/combobox";
import { Dialog } from "@/components/ui/dialog";
import { describeDuration } from "@/components/ui/duration";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { invalidateLifecycle, TARGETS_PATH } from "./lifecycle-paths";

export type KeyRotation = components["schemas"]["KeyRotation"];
type Props = { organization: string; detail: KeyDetail; rotation: KeyRotation; onClose: () => void };
type Values = {
  intervalDays: string;
  hour: string;
  timezone: string;
  paused: boolean;
  deliveryTarget: string;
  deliveryPlace: string;
  fallbackOwner: string | null;
};

const NONE = "none";
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

/** A key's own schedule: how often, at which hour of which zone, whether it is paused, and where new secrets are put. */
export function ScheduleDialog({ organization, detail, rotation, onClose }: Props) {
  const { schedule, policyInterval, deliveryRefusal } = rotation;
  const queryClient = useQueryClient();
  const form = useForm<Values>({
    defaultValues: {
      intervalDays: schedule.intervalDays === null ? "" : String(schedule.intervalDays),
      hour: String(schedule.hour),
      timezone: schedule.timezone ?? "",
      paused: schedule.pausedAt !== null,
      deliveryTarget: schedule.deliveryTarget?.id ?? NONE,
      deliveryPlace: schedule.deliveryPlace,
      fallbackOwner: schedule.fallbackOwner?.id ?? null,
    },
  });
  const targets = $api.useQuery(
    "get",
    TARGETS_PATH,
    { params: { path: { organization }, query: { limit: 200 } } },
    { enabled: deliveryRefusal === null, retry: false },
  );
  const submit = async (values: Values) => {
    await latchkey.PATCH("/organizations/{organization}/keys/{key}/rotation", {
      params: { path: { organization, key: detail.id } },
      body: {
        intervalDays: values.intervalDays.trim() === "" ? null : Number(values.intervalDays),
        hour: Number(values.hour),
        timezone: values.timezone.trim() === "" ? null : values.timezone.trim(),
        paused: values.paused,
        fallbackOwner: values.fallbackOwner,
        ...(deliveryRefusal === null && {
          deliveryTarget: values.deliveryTarget === NONE ? null : values.deliveryTarget,
          deliveryPlace: values.deliveryPlace.trim(),
        }),
      },
    });
    await invalidateLifecycle(queryClient);
    toast.success("The schedule is changed.");
    onClose();
  };
  const days = policyInterval === null ? null : describeDuration(policyInterval);
  return (
    <Dialog open onOpenChange={onClose} title="Change the rotation">
      <Form form={form} onSubmit={submit} aria-label="Rotation">
        <EnvironmentBanner
          name={detail.environmentName}
          color={environmentColor(detail.environmentColor)}
          sensitivity={detail.sensitivity}
        />
        <FormField
          form={form}
          name="intervalDays"
          label="Every so many days"
          hint={days === null ? "Empty: only by hand." : `Empty: as the policy says, every ${days}. It may be less.`}
          optional
        >
          {(field) => <Input {...field} type="number" min={1} max={3660} inputMode="numeric" />}
        </FormField>
        <FormField form={form} name="hour" label="At" required>
          {(field) => <Select value={field.value} onValueChange={field.onChange} options={HOURS} />}
        </FormField>
        <FormField
          form={form}
          name="timezone"
          label="Time zone"
          hint="Such as Europe/Berlin. Empty: the organization's."
          optional
        >
          {(field) => <Input {...field} autoComplete="off" maxLength={64} />}
        </FormField>
        {deliveryRefusal === null ? (
          <>
            <FormField
              form={form}
              name="deliveryTarget"
              label="New secrets go to"
              hint={
                <>
                  Set up under <Link href={paths.settingsDelivery(organization)}>Settings, Delivery targets</Link>.
                </>
              }
            >
              {(field) => (
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={[
                    { value: NONE, label: "Whoever rotates the key", description: "A task for its owner." },
                    ...(targets.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                />
              )}
            </FormField>
            {form.watch("deliveryTarget") !== NONE && (
              <FormField
                form={form}
                name="deliveryPlace"
                label="Place"
                hint="The path in the target, such as apps/billing. What is there is replaced."
                optional
              >
                {(field) => <Input {...field} mono autoComplete="off" maxLength={300} />}
              </FormField>
            )}
          </>
        ) : (
          <Alert tone="info">
            <p>{deliveryRefusal}</p>
          </Alert>
        )}
        <FormField
          form={form}
          name="fallbackOwner"
          label="Fallback owner"
          hint="Is told beside the owner as an end gets near, and in their place when they have left."
          optional
        >
          {(field) => (
            <Combobox
              value={field.value}
              onValueChange={field.onChange}
              onSearch={async (text) =>
                (await findMembers(organization, text)).map(({ userId, name, email }) => ({
                  value: userId,
                  label: name,
                  description: email,
                }))
              }
              clearable
              placeholder="Nobody"
              {...(schedule.fallbackOwner && {
                selectedOption: { value: schedule.fallbackOwner.id, label: schedule.fallbackOwner.name },
              })}
            />
          )}
        </FormField>
        <FormField form={form} name="paused" label="Pause" labelHidden>
          {(field) => (
            <Switch
              checked={field.value}
              onCheckedChange={field.onChange}
              label="Pause"
              description="Nothing is rotated by itself until it is resumed."
            />
          )}
        </FormField>
        <FormActions>
          <SubmitButton pendingLabel="Saving">Save schedule</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  );
}
