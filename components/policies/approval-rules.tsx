"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { FormField } from "@/components/ui/form";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { Select } from "@/components/ui/select";
import { FlagRule, LengthRule, OptionalLengthRule } from "./policy-fields";
import { PresetNote, usePolicyForm } from "./policy-form-context";
import { POLICY_LABELS, ROLE_WORDS } from "./policy-words";
import type { Directory } from "./use-directory";

type RuleField = "approvals" | "sensitiveApprovals" | "longLifetimeApprovals" | "openNetworkApprovals";

const COUNTS = ["0", "1", "2", "3", "4", "5"].map((value) => ({
  value,
  label: value === "0" ? "No approval" : value === "1" ? "1 approval" : `${value} approvals`,
}));
const APPROVERS = (["owner", "admin", "developer"] as const).map((value) => ({ value, label: ROLE_WORDS[value] }));

function ApproverFields({ field: name, directory }: { field: RuleField; directory: Directory }) {
  const { form } = usePolicyForm();
  const count = form.watch(`policy.${name}.count`);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <FormField form={form} name={`policy.${name}.count`} label="How many">
        {(field) => <Select value={field.value} onValueChange={field.onChange} options={COUNTS} />}
      </FormField>
      {count !== "0" && (
        <>
          <FormField form={form} name={`policy.${name}.roles`} label="Of roles">
            {(field) => (
              <MultiCombobox
                options={APPROVERS}
                values={field.value}
                onValuesChange={field.onChange}
                placeholder="Add a role"
              />
            )}
          </FormField>
          <FormField form={form} name={`policy.${name}.teams`} label="Of teams">
            {(field) => (
              <MultiCombobox
                options={directory.teams}
                values={field.value}
                onValuesChange={field.onChange}
                placeholder="Add a team"
                max={20}
              />
            )}
          </FormField>
          <FormField
            form={form}
            name={`policy.${name}.members`}
            label="Of members"
            hint="Where roles, teams and members are empty, any owner or admin may decide."
          >
            {(field) => (
              <MultiCombobox
                options={directory.members}
                values={field.value}
                onValuesChange={field.onChange}
                placeholder="Add a member"
                max={20}
              />
            )}
          </FormField>
        </>
      )}
    </div>
  );
}

type RuleProps = { field: RuleField; hint: string; directory: Directory };

function ApprovalRuleFields({ field: name, hint, directory }: RuleProps) {
  const { form } = usePolicyForm();
  const isOwn = name === "approvals" || form.watch(`policy.${name}.own`);
  return (
    <fieldset aria-label={`Approvals: ${POLICY_LABELS[name]}`} className="min-w-0 rounded-lg border border-line">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-line border-b px-4 py-2.5">
        <span className="font-medium text-sm">{POLICY_LABELS[name]}</span>
        <PresetNote field={name} />
      </div>
      <div className="flex flex-col gap-4 p-4">
        <p className="text-muted text-xs">{hint}</p>
        {name !== "approvals" && (
          <FormField form={form} name={`policy.${name}.own`} label="Rule" labelHidden>
            {(field) => (
              <Checkbox
                checked={!field.value}
                onCheckedChange={(same) => field.onChange(!same)}
                label="The same as for every key"
              />
            )}
          </FormField>
        )}
        {isOwn && <ApproverFields field={name} directory={directory} />}
        {isOwn && name === "longLifetimeApprovals" && (
          <LengthRule
            field="longLifetimeAfter"
            hint="A key that is to live longer than this needs these approvals."
            units={["h", "d"]}
            presets={["30d", "90d", "180d", "365d"]}
          />
        )}
      </div>
    </fieldset>
  );
}

/** Who has to agree to what, and how long they have for it. */
export function ApprovalRules({ directory }: { directory: Directory }) {
  return (
    <>
      <FlagRule
        field="requireStepUp"
        label="Ask for a second factor to create or rotate a key"
        hint="Proved within the last 10 minutes, also by those who need no approval."
      />
      <ApprovalRuleFields field="approvals" hint="What a key needs at least." directory={directory} />
      <ApprovalRuleFields
        field="sensitiveApprovals"
        hint="A scope is marked sensitive in the project's catalogue."
        directory={directory}
      />
      <ApprovalRuleFields
        field="longLifetimeApprovals"
        hint="For a key that is to live unusually long."
        directory={directory}
      />
      <ApprovalRuleFields
        field="openNetworkApprovals"
        hint="For a key that may be used from any address."
        directory={directory}
      />
      <LengthRule
        field="requestExpiry"
        hint="It expires after this, and has to be made again."
        units={["h", "d"]}
        presets={["3d", "7d", "14d"]}
      />
      <LengthRule
        field="claimExpiry"
        hint="The one who asked claims the key after the approval; later than this, the approval has expired."
        units={["h", "d"]}
        presets={["1d", "3d", "7d"]}
      />
      <OptionalLengthRule
        field="escalateAfter"
        hint="A request that waits longer is brought to those who may decide in the approvers' place."
        noneLabel="Never escalate"
        start="1d"
        units={["h", "d"]}
        presets={["4h", "1d", "3d"]}
      />
    </>
  );
}
