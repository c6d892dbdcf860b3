"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import type { Directory } from "@/components/policies/use-directory";
import { latchkey } from "@/components/session/browser-api";
import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { DurationInput } from "@/components/ui/duration-input";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { SidePanel } from "@/components/ui/side-panel";
import { toast } from "@/components/ui/toast";
import { formatDuration, parseDuration } from "@/lib/core/durations";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { RULE_PATH, RULES_PATH } from "./approval-paths";
import { KIND_OPTIONS } from "./request-words";
import type { Rule } from "./rule-words";
import type { Places } from "./use-places";

type Conditions = Rule["conditions"];
type Values = { name: string; conditions: Omit<Conditions, "longestLifetime"> & { longestLifetime: string } };

const KINDS: readonly string[] = KIND_OPTIONS.map(({ value }) => value);
function isKind(value: string): value is Conditions["kinds"][number] {
  return KINDS.includes(value);
}

// A new rule begins as narrow as the most common one: reading, for a month.
const START: Values["conditions"] = {
  kinds: ["create_key"],
  projects: [],
  environments: [],
  scopes: ["*:read"],
  teams: [],
  members: [],
  longestLifetime: "30d",
  needsAllowlist: false,
  includeSensitive: false,
};

function startValues(rule: Rule | null): Values {
  if (!rule) return { name: "", conditions: START };
  const { longestLifetime, ...rest } = rule.conditions;
  return {
    name: rule.name,
    conditions: { ...rest, longestLifetime: longestLifetime === null ? "" : formatDuration(longestLifetime) },
  };
}

type Props = {
  organization: string;
  /** What is changed; null writes one. */
  rule: Rule | null;
  directory: Directory;
  places: Places;
  onClose: () => void;
};

/** A standing rule, new or there already. Every condition that is named has to hold. */
export function RulePanel(props: Props) {
  return (
    <SidePanel
      open
      onOpenChange={props.onClose}
      size="lg"
      title={props.rule ? <bdi>{props.rule.name}</bdi> : "New standing rule"}
      description={
        props.rule
          ? "New conditions switch it off, until it was tried on past requests again."
          : "It is off until it was tried on past requests and switched on."
      }
    >
      <RuleForm {...props} />
    </SidePanel>
  );
}

function RuleForm({ organization, rule, directory, places, onClose }: Props) {
  const queryClient = useQueryClient();
  const form = useForm<Values>({ defaultValues: startValues(rule) });
  return (
    <Form
      form={form}
      warnOnLeave
      aria-label={rule ? "Edit standing rule" : "New standing rule"}
      onSubmit={async ({ name, conditions }) => {
        const { longestLifetime, ...rest } = conditions;
        const body = {
          name,
          conditions: { ...rest, longestLifetime: longestLifetime === "" ? null : parseDuration(longestLifetime) },
        };
        if (rule) await latchkey.PATCH(RULE_PATH, { params: { path: { organization, rule: rule.id } }, body });
        else await latchkey.POST(RULES_PATH, { params: { path: { organization } }, body });
        await queryClient.invalidateQueries({ queryKey: ["get", RULES_PATH] });
        toast.success(rule ? `${name} is saved` : `${name} is created, and off`);
        onClose();
      }}
    >
      <FormField form={form} name="name" label="Name" hint="What it lets through, such as reading in staging." required>
        {(field) => <Input {...field} autoComplete="off" maxLength={100} />}
      </FormField>
      <FormField form={form} name="conditions.environments" label="Environments" required>
        {(field) => (
          <MultiCombobox
            options={places.environments}
            values={field.value}
            onValuesChange={field.onChange}
            placeholder="Add an environment"
          />
        )}
      </FormField>
      <FormField form={form} name="conditions.kinds" label="What may be asked for" required>
        {(field) => (
          <MultiCombobox
            options={KIND_OPTIONS}
            values={field.value}
            onValuesChange={(values) => field.onChange(values.filter(isKind))}
            placeholder="Add a kind of request"
          />
        )}
      </FormField>
      <FormField
        form={form}
        name="conditions.scopes"
        label="Scopes"
        hint="Each scope asked for has to be covered, such as *:read. Empty is any."
        optional
      >
        {(field) => (
          <ChipInput
            mono
            values={field.value}
            onValuesChange={field.onChange}
            validate={(text) => (GRANTED_SCOPE_PATTERN.test(text) ? null : "write resource:action, such as *:read")}
            placeholder="*:read"
          />
        )}
      </FormField>
      <FormField form={form} name="conditions.includeSensitive" label="Sensitive scopes" labelHidden>
        {(field) => (
          <Checkbox
            checked={field.value}
            onCheckedChange={field.onChange}
            label="Sensitive scopes as well"
            description="Without this a request with a sensitive scope always waits for people."
          />
        )}
      </FormField>
      <FormField form={form} name="conditions.teams" label="Asked by members of" hint="Empty is everyone." optional>
        {(field) => (
          <MultiCombobox
            options={directory.teams}
            values={field.value}
            onValuesChange={field.onChange}
            placeholder="Add a team"
            max={50}
          />
        )}
      </FormField>
      <FormField form={form} name="conditions.members" label="Or asked by" optional>
        {(field) => (
          <MultiCombobox
            options={directory.members}
            values={field.value}
            onValuesChange={field.onChange}
            placeholder="Add a member"
            max={100}
          />
        )}
      </FormField>
      <FormField
        form={form}
        name="conditions.longestLifetime"
        label="For at most"
        hint="How long a new key, an extension or an elevation may last. Empty is any time."
        optional
      >
        {(field) => (
          <DurationInput
            value={field.value}
            onValueChange={field.onChange}
            units={["h", "d"]}
            presets={["1d", "7d", "30d", "90d"]}
          />
        )}
      </FormField>
      <FormField form={form} name="conditions.needsAllowlist" label="Allow-list" labelHidden>
        {(field) => (
          <Checkbox checked={field.value} onCheckedChange={field.onChange} label="Only keys with an allow-list" />
        )}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Saving">{rule ? "Save rule" : "Create rule"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
