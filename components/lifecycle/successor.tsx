"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CopyPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { KeyDetail } from "@/components/keys/key-detail";
import { variableName } from "@/components/keys/variable-name";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { SecretReveal } from "@/components/ui/secret-reveal";
import { toast } from "@/components/ui/toast";
import { useNow } from "@/components/ui/use-now";
import { invalidateLifecycle } from "./lifecycle-paths";

const WITHIN = 24 * 3_600_000;

type Made = { id: string; secret: string };

/** For a key that was revoked by mistake: another one just like it, for a day. The revoked one stays revoked. */
export function Successor({ organization, detail }: { organization: string; detail: KeyDetail }) {
  const now = useNow();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const [saved, setSaved] = useState(false);
  const isRecent = detail.revokedAt !== null && now > 0 && now - Date.parse(detail.revokedAt) < WITHIN;
  if (detail.status !== "revoked" || (!isRecent && made === null)) return null;
  const make = async () => {
    const { data } = await latchkey.POST("/organizations/{organization}/keys/{key}/successor", {
      params: { path: { organization, key: detail.id } },
    });
    if (!data) return;
    await invalidateLifecycle(queryClient);
    if ("secret" in data) setMade({ id: data.key.id, secret: data.secret });
    else if ("request" in data) {
      toast.success("The successor needs an approval. It was asked for.");
      router.push(paths.request(organization, data.request.id));
    }
  };
  return (
    <>
      <Alert
        tone="info"
        title="Revoked by mistake?"
        actions={
          <Button size="sm" icon={<CopyPlus />} onClick={() => setAsking(true)}>
            Create a successor
          </Button>
        }
      >
        <p>Within 24 hours you can create a key with the same name, scopes and restrictions, and a new secret.</p>
      </Alert>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={
          <>
            Create a successor of <bdi>{detail.name}</bdi> in {detail.environmentName}?
          </>
        }
        description="Everything but the secret is copied. The revoked key stays revoked, with its history."
        confirmLabel="Create successor"
        onConfirm={make}
      />
      {made && (
        <Dialog
          open
          onOpenChange={() => undefined}
          dismissable={false}
          title="The successor's secret"
          footer={
            <Button variant="primary" disabled={!saved} onClick={() => router.push(paths.key(organization, made.id))}>
              Open the successor
            </Button>
          }
        >
          <SecretReveal
            secret={made.secret}
            variable={variableName(detail.project, detail.environment)}
            onSaved={() => setSaved(true)}
          />
        </Dialog>
      )}
    </>
  );
}
