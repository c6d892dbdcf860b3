"use client";

import { Ellipsis, Pencil, ShieldAlert, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { InlineCode } from "@/components/ui/inline-code";
import { ASK_AN_ADMIN, type Scope } from "./project-paths";

const CALLS_AT_FIRST = 4;

type Props = {
  scope: Scope;
  mayManage: boolean;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onEdit: () => void;
  onRemove: () => void;
};

/** A scope of the catalogue. */
export function ScopeRow({ scope, mayManage, selected, onSelect, onEdit, onRemove }: Props) {
  const [all, setAll] = useState(false);
  const calls = all ? scope.endpoints : scope.endpoints.slice(0, CALLS_AT_FIRST);
  const closed = mayManage ? {} : { disabled: true, reason: ASK_AN_ADMIN };
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      {mayManage && (
        <Checkbox checked={selected} onCheckedChange={onSelect} aria-label={`Select ${scope.name}`} className="mt-1" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <span className="font-medium font-mono text-sm [overflow-wrap:anywhere]">{scope.name}</span>
          {scope.sensitive && (
            <Badge tone="warning" icon={<ShieldAlert aria-hidden />}>
              Sensitive
            </Badge>
          )}
        </div>
        {scope.description !== "" && (
          <p className="text-muted text-sm [overflow-wrap:anywhere]">
            <bdi>{scope.description}</bdi>
          </p>
        )}
        {scope.endpoints.length > 0 && (
          <ul aria-label={`Calls of ${scope.name}`} className="flex flex-wrap gap-1.5 text-xs">
            {calls.map((call) => (
              <li key={call} className="min-w-0 [overflow-wrap:anywhere]">
                <InlineCode>{call}</InlineCode>
              </li>
            ))}
            {scope.endpoints.length > calls.length && (
              <li>
                <button type="button" className="text-accent-text hover:underline" onClick={() => setAll(true)}>
                  {scope.endpoints.length - calls.length} more
                  <span className="sr-only"> calls of {scope.name}</span>
                </button>
              </li>
            )}
          </ul>
        )}
      </div>
      <DropdownMenu
        label={`Actions on ${scope.name}`}
        trigger={<IconButton label={`Actions on ${scope.name}`} icon={<Ellipsis />} size="sm" tooltip={false} />}
        items={[
          { label: "Edit", icon: <Pencil />, onSelect: onEdit, ...closed },
          { label: "Remove", icon: <Trash2 />, onSelect: onRemove, danger: true, ...closed },
        ]}
      />
    </li>
  );
}
