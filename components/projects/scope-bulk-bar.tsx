"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SCOPES_PATH, type Scope } from "./project-paths";

type Change = { sensitive?: boolean; category?: string };
type Asked = { title: string; description: string; label: string; change: Change };

type Props = {
  organization: string;
  project: string;
  scopes: readonly Scope[];
  onClear: () => void;
  onRemove: () => void;
};

/** What can be done to several scopes at once. */
export function ScopeBulkBar({ organization, project, scopes, onClear, onRemove }: Props) {
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [category, setCategory] = useState("");
  const count = scopes.length === 1 ? "1 scope" : `${scopes.length} scopes`;
  const isMove = asked?.change.category !== undefined;

  const apply = async ({ change }: Asked) => {
    const body = isMove ? { category: category.trim() } : change;
    try {
      for (const scope of scopes) {
        if (body.sensitive === scope.sensitive || ("category" in body && body.category === scope.category)) continue;
        await latchkey.PATCH(`${SCOPES_PATH}/{scope}`, {
          params: { path: { organization, project, scope: scope.id } },
          body,
        });
      }
      onClear();
    } finally {
      await queryClient.invalidateQueries({ queryKey: ["get", SCOPES_PATH] });
    }
  };
  const sensitive = { title: `Mark ${count} sensitive?`, label: "Mark sensitive", change: { sensitive: true } };
  const plain = { title: `Mark ${count} not sensitive?`, label: "Mark not sensitive", change: { sensitive: false } };
  const move = { title: `Move ${count} to a category`, label: "Move scopes", change: { category: "" } };

  return (
    <section
      aria-label="Selected scopes"
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 rounded-lg border border-line-strong bg-raised px-4 py-2.5 shadow-md"
    >
      <span role="status" className="me-2 text-sm">
        {count} selected
      </span>
      <Button
        size="sm"
        onClick={() =>
          setAsked({ ...sensitive, description: "Policies can ask for more approvals of keys that have them." })
        }
      >
        Mark sensitive
      </Button>
      <Button
        size="sm"
        onClick={() =>
          setAsked({
            ...plain,
            description: "Keys with them may need fewer approvals. It asks for your second factor.",
          })
        }
      >
        Mark not sensitive
      </Button>
      <Button size="sm" onClick={() => setAsked({ ...move, description: "Empty takes them out of their category." })}>
        Move to a category
      </Button>
      <Button size="sm" variant="danger" onClick={onRemove}>
        Remove
      </Button>
      <Button size="sm" variant="ghost" onClick={onClear}>
        Select none
      </Button>
      {asked && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={asked.title}
          description={asked.description}
          confirmLabel={asked.label}
          onConfirm={() => apply(asked)}
        >
          {isMove && (
            <Field label="Category" optional>
              <Input
                value={category}
                onChange={(event) => setCategory(event.target.value)}
                maxLength={60}
                autoComplete="off"
              />
            </Field>
          )}
        </ConfirmDialog>
      )}
    </section>
  );
}
