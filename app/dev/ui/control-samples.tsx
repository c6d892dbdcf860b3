"use client";

import { Building2, Globe, KeyRound } from "lucide-react";
import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { Combobox } from "@/components/ui/combobox";
import { DatePicker } from "@/components/ui/date-picker";
import { DurationInput } from "@/components/ui/duration-input";
import { EnvironmentMark } from "@/components/ui/environment-badge";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { PasswordInput } from "@/components/ui/password-input";
import { RadioGroup } from "@/components/ui/radio-group";
import { SearchInput } from "@/components/ui/search-input";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { TagInput } from "@/components/ui/tag-input";
import { Textarea } from "@/components/ui/textarea";

const SCOPES = ["invoices:read", "invoices:write", "customers:read", "customers:write", "payouts:read"].map(
  (value) => ({
    value,
    label: value,
    description: value.endsWith("read") ? "Sees and changes nothing" : "Creates and changes",
  }),
);

async function findPeople(query: string) {
  await new Promise((done) => setTimeout(done, 300));
  return ["Ada Lovelace", "Grace Hopper", "أحمد بن علي", "山田太郎"]
    .filter((name) => name.toLowerCase().includes(query.toLowerCase()))
    .map((name) => ({ value: name, label: name }));
}

function TextControls() {
  const [search, setSearch] = useState("");
  const [addresses, setAddresses] = useState<string[]>(["203.0.113.0/24", "2001:db8::/32"]);
  const [tags, setTags] = useState<Record<string, string>>({ team: "billing" });
  return (
    <>
      <Field label="Name" hint="Says what the key is for." required>
        <Input placeholder="billing sync" defaultValue="" />
      </Field>
      <Field label="Name" error="There is a key of this name in production." required>
        <Input defaultValue="billing sync" />
      </Field>
      <Field label="Prefix" optional hint="Letters and digits.">
        <Input mono prefix={<KeyRound aria-hidden />} suffix="_prod_" defaultValue="acme" />
      </Field>
      <Field label="Organization">
        <Input disabled defaultValue="Acme Payments" />
      </Field>
      <Field label="Password">
        <PasswordInput defaultValue="correct horse" />
      </Field>
      <Field label="Search">
        <SearchInput label="Search keys" value={search} onValueChange={setSearch} />
      </Field>
      <Field label="Purpose" hint="Markdown is not read.">
        <Textarea placeholder="Why does this key exist?" />
      </Field>
      <Field label="Allowed addresses" hint="Addresses and ranges; Enter or comma adds, a list may be pasted.">
        <ChipInput
          values={addresses}
          onValuesChange={setAddresses}
          validate={(text) => (/^[0-9a-f:.]+(\/\d+)?$/i.test(text) ? null : "not an address or range")}
        />
      </Field>
      <Field label="Tags">
        <TagInput value={tags} onValueChange={setTags} />
      </Field>
    </>
  );
}

function ChoiceControls() {
  const [environment, setEnvironment] = useState<"development" | "staging" | "production" | null>(null);
  const [owner, setOwner] = useState<string | null>("Grace Hopper");
  const [scope, setScope] = useState<string | null>(null);
  const [scopes, setScopes] = useState<string[]>(["invoices:read"]);
  const [lifetime, setLifetime] = useState("30d");
  const [expiry, setExpiry] = useState("2027-01-31T22:59:59.000Z");
  return (
    <>
      <Field label="Environment">
        <Select
          value={environment}
          onValueChange={setEnvironment}
          options={[
            { value: "development", label: "Development", icon: <EnvironmentMark color="green" sensitivity="low" /> },
            { value: "staging", label: "Staging", icon: <EnvironmentMark color="amber" sensitivity="moderate" /> },
            {
              value: "production",
              label: "Production",
              description: "Needs approval",
              icon: <EnvironmentMark color="red" sensitivity="high" />,
            },
          ]}
        />
      </Field>
      <Field label="Owner" hint="Searched on the server.">
        <Combobox value={owner} onValueChange={setOwner} onSearch={findPeople} clearable />
      </Field>
      <Field label="Scope" error="Choose one.">
        <Combobox value={scope} onValueChange={setScope} options={SCOPES} />
      </Field>
      <Field label="Scopes">
        <MultiCombobox values={scopes} onValuesChange={setScopes} options={SCOPES} placeholder="Add scopes" mono />
      </Field>
      <Field label="Lifetime" hint="The policy allows at most 90 days.">
        <DurationInput
          value={lifetime}
          onValueChange={setLifetime}
          presets={["7d", "30d", "90d", "365d"]}
          maxSeconds={7_776_000}
        />
      </Field>
      <Field label="Expires" hint="At the end of this day.">
        <DatePicker value={expiry} onValueChange={setExpiry} />
      </Field>
      <Field label="Starts">
        <DatePicker value={expiry} onValueChange={setExpiry} withTime />
      </Field>
    </>
  );
}

function Toggles() {
  const [checks, setChecks] = useState({ read: true, write: false });
  const [on, setOn] = useState(true);
  const [kind, setKind] = useState<"person" | "service" | "partner">("service");
  return (
    <>
      <Fieldset legend="Permissions" hint="What the token may do.">
        <Checkbox checked={checks.read} onCheckedChange={(read) => setChecks({ ...checks, read })} label="keys:read" />
        <Checkbox
          checked={checks.write}
          onCheckedChange={(write) => setChecks({ ...checks, write })}
          label="keys:write"
          description="Creates, rotates and revokes keys."
        />
        <Checkbox
          checked="indeterminate"
          onCheckedChange={() => setChecks({ read: true, write: true })}
          label="All of keys"
        />
        <Checkbox checked disabled onCheckedChange={() => undefined} label="Held by policy" />
      </Fieldset>
      <Switch
        checked={on}
        onCheckedChange={setOn}
        label="Mail before expiry"
        description="30, 14, 7, 3 and 1 days before."
      />
      <Switch
        checked={false}
        disabled
        onCheckedChange={() => undefined}
        label="Sign-up"
        description="Switched off by the operator."
      />
      <Field label="Who uses it">
        <RadioGroup
          value={kind}
          onValueChange={setKind}
          options={[
            { value: "person", label: "A person" },
            { value: "service", label: "A service" },
            { value: "partner", label: "A partner", disabled: true },
          ]}
        />
      </Field>
      <Field label="Template" className="sm:col-span-2">
        <RadioGroup
          appearance="cards"
          columns={3}
          value={kind}
          onValueChange={setKind}
          options={[
            {
              value: "person",
              label: "Read only",
              description: "Every read scope, nothing else.",
              icon: <Globe aria-hidden />,
            },
            {
              value: "service",
              label: "Billing",
              description: "invoices and customers, 100 per minute.",
              icon: <Building2 aria-hidden />,
            },
            {
              value: "partner",
              label: "Partner",
              description: "Only from listed addresses.",
              icon: <KeyRound aria-hidden />,
              disabled: true,
            },
          ]}
        />
      </Field>
    </>
  );
}

export function ControlSamples() {
  return (
    <Section title="Fields">
      <div className="grid gap-x-8 gap-y-6 border-line border-t pt-5 sm:grid-cols-2">
        <TextControls />
        <ChoiceControls />
        <Toggles />
      </div>
    </Section>
  );
}
