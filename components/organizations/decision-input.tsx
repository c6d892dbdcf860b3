"use client";

import { useCallback, useRef } from "react";
import { latchkey } from "@/components/session/browser-api";
import { Combobox } from "@/components/ui/combobox";
import { DatePicker } from "@/components/ui/date-picker";
import { Select } from "@/components/ui/select";
import { findMembers } from "./find-members";
import type { Decision, Heir } from "./key-decision";

const ACTIONS = [
  { value: "transfer" as const, label: "Transfer to" },
  { value: "disable" as const, label: "Disable" },
  { value: "revoke" as const, label: "Revoke now" },
];

type Props = {
  organization: string;
  /** Who leaves, and so cannot inherit. */
  leaver: string;
  /** What the decision is about: "billing sync". */
  about: string;
  value: Decision | undefined;
  onValueChange: (decision: Decision) => void;
};

/** Transfer to someone, disable now or on a day, or revoke. */
export function DecisionInput({ organization, leaver, about, value, onValueChange }: Props) {
  // The box tells which option was chosen by its value alone; a decision carries the name, to be shown elsewhere too.
  const names = useRef(new Map<string, string>());
  const find = useCallback(
    async (text: string) => {
      const [people, teams] = await Promise.all([
        findMembers(organization, text),
        latchkey.GET("/organizations/{organization}/teams", {
          params: { path: { organization }, query: { limit: 200 } },
        }),
      ]);
      const wanted = text.trim().toLowerCase();
      const found = [
        ...people
          .filter((member) => member.id !== leaver)
          .map((member) => ({ value: `user ${member.userId}`, label: member.name, description: member.email })),
        ...(teams.data?.items ?? [])
          .filter((team) => team.name.toLowerCase().includes(wanted))
          .map((team) => ({ value: `team ${team.id}`, label: team.name, description: "Team" })),
      ];
      for (const { value, label } of found) names.current.set(value, label);
      return found;
    },
    [organization, leaver],
  );
  const heir = value?.action === "transfer" ? value.heir : null;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Select
        aria-label={`What happens to ${about}`}
        className="w-36"
        value={value?.action ?? null}
        placeholder="Decide"
        options={ACTIONS}
        onValueChange={(action) =>
          onValueChange(
            action === "transfer" ? { action, heir: null } : action === "disable" ? { action, on: "" } : { action },
          )
        }
      />
      {value?.action === "transfer" && (
        <Combobox
          aria-label={`New owner of ${about}`}
          className="w-56"
          value={heir ? `${heir.type} ${heir.id}` : null}
          onSearch={find}
          placeholder="Person or team"
          onValueChange={(chosen) => onValueChange({ action: "transfer", heir: heirOf(chosen, names.current) })}
          {...(heir ? { selectedOption: { value: `${heir.type} ${heir.id}`, label: heir.name } } : {})}
        />
      )}
      {value?.action === "disable" && (
        <span className="flex items-center gap-2 text-muted text-sm">
          on
          <DatePicker
            aria-label={`When ${about} is disabled; empty is now`}
            className="w-52"
            value={value.on}
            onValueChange={(on) => onValueChange({ action: "disable", on })}
          />
          {value.on === "" && "(now)"}
        </span>
      )}
    </div>
  );
}

function heirOf(chosen: string | null, names: ReadonlyMap<string, string>): Heir | null {
  if (chosen === null) return null;
  const [type, id] = chosen.split(" ");
  return (type === "user" || type === "team") && id !== undefined ? { type, id, name: names.get(chosen) ?? id } : null;
}
