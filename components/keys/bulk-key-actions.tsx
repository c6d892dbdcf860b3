"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Ban, CirclePause } from "lucide-react";
import { useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toProblem } from "@/components/ui/problem";
import { Progress } from "@/components/ui/progress";
import { toast } from "@/components/ui/toast";
import type { ListedKey } from "./key-columns";
import { KEYS_PATH } from "./key-paths";

type Props = { organization: string; keys: readonly ListedKey[]; onDone: () => void };
type Verb = "disable" | "revoke";

/** Stops several keys, one after the other, and says which could not be stopped and why. */
export function BulkKeyActions({ organization, keys, onDone }: Props) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<Verb | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const run = async (verb: Verb, comment: string) => {
    const failed: string[] = [];
    setDone(0);
    for (const [index, key] of keys.entries()) {
      const params = { path: { organization, key: key.id } };
      const body = { comment: comment === "" ? null : comment };
      try {
        if (verb === "revoke")
          await latchkey.POST("/organizations/{organization}/keys/{key}/revoke", {
            params,
            body: { ...body, reason: "unspecified" },
          });
        else await latchkey.POST("/organizations/{organization}/keys/{key}/disable", { params, body });
      } catch (error) {
        failed.push(`${key.name}: ${toProblem(error).title}`);
      }
      setDone(index + 1);
    }
    setDone(null);
    await queryClient.invalidateQueries({ queryKey: ["get", KEYS_PATH] });
    const stopped = keys.length - failed.length;
    const word = verb === "revoke" ? "revoked" : "disabled";
    if (stopped > 0) toast.success(`${stopped} of ${keys.length} keys ${word}`);
    if (failed.length > 0)
      toast.error(`${failed.length} could not be ${word}`, {
        problem: { title: failed.slice(0, 5).join("\n"), errors: [], retryable: false },
      });
    onDone();
  };
  return (
    <>
      <Button size="sm" icon={<CirclePause />} onClick={() => setAsking("disable")}>
        Disable
      </Button>
      <Button size="sm" variant="danger" icon={<Ban />} onClick={() => setAsking("revoke")}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === "revoke" ? `Revoke ${keys.length} keys?` : `Disable ${keys.length} keys?`}
        description={
          asking === "revoke"
            ? "Revoking is final: programs that use these keys are refused within a second, and no key comes back."
            : "Programs that use these keys are refused within a second. You can enable the keys again."
        }
        confirmLabel={asking === "revoke" ? "Revoke keys" : "Disable keys"}
        danger={asking === "revoke"}
        {...(asking === "revoke"
          ? { typeToConfirm: String(keys.length), reason: "required" as const }
          : { reason: "optional" as const })}
        onConfirm={({ reason }) => run(asking ?? "disable", reason)}
      >
        {done !== null && <Progress value={done} max={keys.length} label={`${done} of ${keys.length}`} />}
      </ConfirmDialog>
    </>
  );
}
