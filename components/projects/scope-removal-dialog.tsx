"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { z } from "zod";
import { LatchkeyProblem } from "@/clients/sdk/problem";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { SCOPES_PATH, type Scope } from "./project-paths";

const losingSchema = z.object({
  keys: z.array(z.object({ id: z.string(), name: z.string(), environment: z.string() })),
});
type LosingKey = z.output<typeof losingSchema>["keys"][number];
type InUse = { scope: Scope; keys: LosingKey[]; words: string };

// The API names at most so many keys.
const KEYS_NAMED = 100;

type Props = {
  organization: string;
  project: string;
  /** What to remove; none closes the dialog. */
  scopes: readonly Scope[];
  onClose: () => void;
  onRemoved: (ids: readonly string[]) => void;
};

/** Removes what no live key has; for the rest shows which keys would lose it, before it is taken from them. */
export function ScopeRemovalDialog(props: Props) {
  if (props.scopes.length === 0) return null;
  return <Removal key={props.scopes.map((scope) => scope.id).join()} {...props} />;
}

function Removal({ organization, project, scopes, onClose, onRemoved }: Props) {
  const queryClient = useQueryClient();
  const [inUse, setInUse] = useState<readonly InUse[] | null>(null);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  // A confirmed dialog closes itself; what is in use has to be read first.
  const stay = useRef(false);
  const left = scopes.filter((scope) => !removed.includes(scope.id));

  const removeOne = async (scope: Scope, force: boolean): Promise<InUse | null> => {
    try {
      await latchkey.DELETE(`${SCOPES_PATH}/{scope}`, {
        params: { path: { organization, project, scope: scope.id }, query: force ? { force: "true" } : {} },
      });
      return null;
    } catch (error) {
      const keys = error instanceof LatchkeyProblem ? losingSchema.safeParse(error.details) : null;
      if (force || !(error instanceof LatchkeyProblem) || !keys?.success) throw error;
      return { scope, keys: keys.data.keys, words: error.message };
    }
  };
  const remove = async (force: boolean) => {
    const gone: string[] = [...removed];
    const used: InUse[] = [];
    try {
      for (const scope of left) {
        const use = await removeOne(scope, force);
        if (use) used.push(use);
        else gone.push(scope.id);
      }
    } finally {
      setRemoved(gone);
      onRemoved(gone);
      await queryClient.invalidateQueries({ queryKey: ["get", SCOPES_PATH] });
    }
    if (used.length > 0) {
      setInUse(used);
      return false;
    }
    toast.success(scopes.length === 1 ? `${scopes[0]?.name} is removed` : `${gone.length} scopes are removed`);
    return true;
  };
  const confirm = async () => {
    stay.current = !(await remove(inUse !== null));
  };
  const close = () => {
    if (!stay.current) onClose();
    stay.current = false;
  };

  const keys = new Map(inUse?.flatMap((use) => use.keys.map((key) => [key.id, key] as const)));
  return inUse === null ? (
    <ConfirmDialog
      key="ask"
      open
      onOpenChange={(open) => !open && close()}
      title={scopes.length === 1 ? `Remove ${scopes[0]?.name}?` : `Remove ${scopes.length} scopes?`}
      description="It leaves the catalogue. If live keys have it, you see them first."
      confirmLabel={scopes.length === 1 ? "Remove scope" : "Remove scopes"}
      danger
      onConfirm={confirm}
    />
  ) : (
    <ConfirmDialog
      key="in use"
      open
      onOpenChange={(open) => !open && close()}
      title={left.length === 1 ? `${left[0]?.name} is in use` : `${left.length} scopes are in use`}
      description="Removing takes it from these keys at once. Programs that rely on it will be refused."
      confirmLabel={`Remove and take from ${keys.size >= KEYS_NAMED ? "the" : keys.size} ${keys.size === 1 ? "key" : "keys"}`}
      danger
      onConfirm={confirm}
    >
      {removed.length > 0 && (
        <Alert tone="success">
          {removed.length === 1
            ? "1 scope was in no key and is removed."
            : `${removed.length} scopes were in no key and are removed.`}
        </Alert>
      )}
      {inUse.map(({ scope, keys: losing, words }) => (
        <section key={scope.id} aria-label={`Keys with ${scope.name}`} className="flex flex-col gap-1 text-sm">
          <h3 className="font-medium font-mono">{scope.name}</h3>
          {losing.length >= KEYS_NAMED && <p className="text-muted">{words}</p>}
          <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto">
            {losing.map((key) => (
              <li key={key.id} className="[overflow-wrap:anywhere]">
                <Link href={paths.key(organization, key.id)} target="_blank">
                  <bdi>{key.name}</bdi>
                  <span className="sr-only"> (opens in a new tab)</span>
                </Link>{" "}
                <span className="text-muted">in {key.environment}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ConfirmDialog>
  );
}
