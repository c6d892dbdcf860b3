"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { InlineCode } from "@/components/ui/inline-code";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import type { KeyDetail } from "./key-detail";
import { invalidateKey } from "./key-paths";

type Grant = components["schemas"]["Grant"];

const GRANTS_PATH = "/organizations/{organization}/keys/{key}/grants";

/** What the key has or had for a time. Less is never asked for: a grant can be ended at once by those who may edit the key. */
export function KeyGrants({ organization, detail }: { organization: string; detail: KeyDetail }) {
  const queryClient = useQueryClient();
  const [ending, setEnding] = useState<Grant | null>(null);
  const grants = $api.useQuery("get", GRANTS_PATH, {
    params: { path: { organization, key: detail.id }, query: { limit: 20 } },
  });
  const items = grants.data?.items ?? [];
  if (items.length === 0) return null;
  const refusal = detail.actions.edit;
  return (
    <Card>
      <CardHeader title="For a time" description="Scopes and waivers that end by themselves." />
      <CardBody>
        <ul className="flex flex-col gap-3 text-sm">
          {items.map((grant) => (
            <li key={grant.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Badge tone={grant.active ? "info" : "neutral"}>{grant.active ? "In force" : "Ended"}</Badge>
              <span className="min-w-0 flex-1 basis-56 [overflow-wrap:anywhere]">
                {grant.kind === "network"
                  ? "Any address"
                  : grant.scopes.map((scope) => <InlineCode key={scope}>{scope}</InlineCode>)}{" "}
                {grant.active ? "until" : "ended"} <DateTime value={grant.endedAt ?? grant.endsAt} format="datetime" />.{" "}
                <bdi className="text-muted">{grant.reason}</bdi>
              </span>
              {grant.requestId && <Link href={paths.request(organization, grant.requestId)}>Its request</Link>}
              {grant.active && (
                <Button
                  size="sm"
                  disabled={refusal !== null}
                  title={refusal ?? undefined}
                  onClick={() => setEnding(grant)}
                >
                  End it now
                </Button>
              )}
            </li>
          ))}
        </ul>
      </CardBody>
      {ending && (
        <ConfirmDialog
          open
          onOpenChange={() => setEnding(null)}
          title="End it now?"
          description={
            ending.kind === "network"
              ? "The allow-list refuses again within a second."
              : `Calls that need ${ending.scopes.join(", ")} are refused within a second.`
          }
          confirmLabel="End it"
          reason="optional"
          onConfirm={async ({ reason }) => {
            await latchkey.POST(`${GRANTS_PATH}/{grant}/end`, {
              params: { path: { organization, key: detail.id, grant: ending.id } },
              body: { comment: reason === "" ? null : reason },
            });
            await queryClient.invalidateQueries({ queryKey: ["get", GRANTS_PATH] });
            await invalidateKey(queryClient);
            toast.success("It is ended");
          }}
        />
      )}
    </Card>
  );
}
