"use client";

import { ShieldAlert } from "lucide-react";
import { useContext, useEffect, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ChipInput } from "@/components/ui/chip-input";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field, Fieldset } from "@/components/ui/field";
import { FormContext } from "@/components/ui/form-context";
import { Link } from "@/components/ui/link";
import { SearchInput } from "@/components/ui/search-input";
import { Skeleton } from "@/components/ui/skeleton";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import type { KeyFormValues } from "./new-key-values";

export type Scope = components["schemas"]["Scope"];

type Props = {
  form: UseFormReturn<KeyFormValues>;
  organization: string;
  project: string;
  catalogue: { scopes: readonly Scope[] | undefined; error: unknown; retry: () => void };
  /** Whether the policy allows `invoices:*`. */
  allowWildcards: boolean;
};

function groups(scopes: readonly Scope[], query: string): [string, Scope[]][] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<string, Scope[]>();
  for (const scope of scopes) {
    const text = `${scope.name} ${scope.description} ${scope.category}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const category = scope.category === "" ? "Other" : scope.category;
    found.set(category, [...(found.get(category) ?? []), scope]);
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

function ScopeBox({ scope, checked, onToggle }: { scope: Scope; checked: boolean; onToggle: (on: boolean) => void }) {
  return (
    <Checkbox
      checked={checked}
      onCheckedChange={onToggle}
      label={
        <span className="flex flex-wrap items-center gap-1.5">
          <span className="font-mono text-sm [overflow-wrap:anywhere]">{scope.name}</span>
          {scope.sensitive && (
            <Badge tone="warning" icon={<ShieldAlert aria-hidden />}>
              Sensitive
            </Badge>
          )}
        </span>
      }
      {...(scope.description === "" ? {} : { description: scope.description })}
    />
  );
}

/** What the key may do, out of the project's catalogue: nothing is chosen beforehand. */
export function ScopePicker({ form, organization, project, catalogue, allowWildcards }: Props) {
  const [query, setQuery] = useState("");
  const context = useContext(FormContext);
  const { setError } = form;
  // What the API says of `scopes.3` is shown here, as a form field would show it.
  useEffect(
    () => context?.register("scopes", (message) => setError("scopes", { type: "server", message })),
    [context?.register, setError],
  );
  const { scopes } = catalogue;
  if (catalogue.error) return <ErrorState compact error={catalogue.error} onRetry={catalogue.retry} />;
  if (scopes === undefined) return <Skeleton className="h-40" />;

  const values = form.watch("scopes");
  const error = form.formState.errors.scopes?.message;
  const change = (next: string[]) => {
    form.clearErrors("scopes");
    form.setValue("scopes", next, { shouldDirty: true });
  };
  const toggle = (names: readonly string[], on: boolean) =>
    change(on ? [...new Set([...values, ...names])] : values.filter((value) => !names.includes(value)));
  const isListed = (name: string) => scopes.some((scope) => scope.name === name);
  const others = values.filter((name) => !isListed(name));
  const chosen = values.length - others.length;
  const shown = groups(scopes, query);
  return (
    <Fieldset
      legend="Scopes"
      hint={`${chosen} of ${scopes.length} chosen. Choose only what the program needs.`}
      {...(error ? { error } : {})}
    >
      {scopes.length > 8 && <SearchInput label="Search scopes" value={query} onValueChange={setQuery} debounce={0} />}
      {scopes.length === 0 && (
        <EmptyState compact title="This project has no scopes yet">
          Add them to <Link href={paths.projectScopes(organization, project)}>its catalogue</Link>, or ask an owner or
          admin to.
        </EmptyState>
      )}
      {shown.length === 0 && scopes.length > 0 && <p className="text-muted text-sm">No scope matches.</p>}
      {shown.map(([category, entries]) => {
        const names = entries.map((scope) => scope.name);
        const taken = names.filter((name) => values.includes(name)).length;
        return (
          <fieldset key={category} aria-label={category} className="min-w-0 rounded-lg border border-line">
            <div className="flex items-center justify-between gap-3 border-line border-b px-3 py-1.5">
              <span className="font-medium text-sm">
                <bdi>{category}</bdi>{" "}
                <span className="text-muted">
                  ({taken} of {names.length})
                </span>
              </span>
              <Button variant="link" size="sm" onClick={() => toggle(names, taken < names.length)}>
                {taken < names.length ? "Choose all" : "Choose none"}
                <span className="sr-only"> of {category}</span>
              </Button>
            </div>
            <ul className="grid gap-x-6 gap-y-2 p-3 sm:grid-cols-2">
              {entries.map((scope) => (
                <li key={scope.name} className="min-w-0">
                  <ScopeBox
                    scope={scope}
                    checked={values.includes(scope.name)}
                    onToggle={(on) => toggle([scope.name], on)}
                  />
                </li>
              ))}
            </ul>
          </fieldset>
        );
      })}
      {(allowWildcards || others.length > 0) && (
        <Field
          label="Wildcards"
          hint="Such as invoices:* for every action on invoices, also those added later."
          optional
        >
          <ChipInput
            mono
            values={others}
            onValuesChange={(next) => change([...values.filter(isListed), ...next])}
            validate={(text) => (GRANTED_SCOPE_PATTERN.test(text) ? null : "write resource:action, such as invoices:*")}
            placeholder="invoices:*"
          />
        </Field>
      )}
    </Fieldset>
  );
}
