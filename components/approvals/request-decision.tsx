"use client";

import { Check, Gift, KeyRound, Pencil, X } from "lucide-react";
import { useId, useState } from "react";
import type { MadeKeyAnswer } from "@/components/keys/new-key-values";
import { latchkey } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { describeDuration } from "@/components/ui/duration";
import { toProblem } from "@/components/ui/problem";
import { toast } from "@/components/ui/toast";
import { ApproveDialog } from "./approve-dialog";
import { EditRequestDialog } from "./edit-request-dialog";
import { HandOverDialog } from "./hand-over-dialog";
import { describeRequest, type RequestDetail } from "./request-words";

type Props = {
  organization: string;
  request: RequestDetail;
  onChanged: () => Promise<void>;
  onClaimed: (made: MadeKeyAnswer) => void;
};

/** How far it is, who can move it, and the viewer's own buttons; a button that may not be pressed says why. */
export function RequestDecision({ organization, request, onChanged, onClaimed }: Props) {
  const [asking, setAsking] = useState<"approve" | "deny" | "cancel" | "edit" | "hand-over" | null>(null);
  const whyId = useId();
  const [claiming, setClaiming] = useState(false);
  const params = { path: { organization, request: request.id } };
  const { actions } = request;
  const isPending = request.state === "pending";
  const why = isPending ? actions.approve : request.state === "approved" ? actions.claim : null;

  const claim = async () => {
    setClaiming(true);
    try {
      const { data } = await latchkey.POST("/organizations/{organization}/requests/{request}/claim", {
        params,
        body: {},
      });
      await onChanged();
      if (data?.secret) onClaimed({ key: data.key, secret: data.secret });
    } catch (error) {
      toast.error("The key could not be claimed", { problem: toProblem(error) });
    } finally {
      setClaiming(false);
    }
  };

  return (
    <Card className="lg:sticky lg:top-20">
      <CardHeader title="Decision" />
      <CardBody className="flex flex-col gap-4 text-sm">
        {request.missing !== "" && (
          <p>
            <bdi>{request.missing}</bdi>
          </p>
        )}
        {request.rules.length > 0 && (
          <ul className="flex flex-col gap-1">
            {request.rules.map((rule) => (
              <li key={`${rule.reason} ${rule.who}`}>
                {`${rule.given} of ${rule.count}`} for {rule.reason}: <bdi className="text-muted">{rule.who}</bdi>
              </li>
            ))}
          </ul>
        )}
        {request.state === "pending" && request.approvers.length > 0 && (
          <div>
            <p className="text-muted">Can decide</p>
            <ul>
              {request.approvers.slice(0, 8).map((approver) => (
                <li key={approver.userId}>
                  <bdi>{approver.name}</bdi> <span className="text-muted">({approver.role})</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {request.typicalSeconds !== null && request.state === "pending" && (
          <p className="text-muted">{`It usually takes ${describeDuration(request.typicalSeconds)}.`}</p>
        )}
        {request.claimBy && request.state === "approved" && (
          <p className="text-muted">
            To be claimed by <DateTime value={request.claimBy} format="datetime" />
          </p>
        )}
        {request.closeReason && (
          <p>
            <bdi>{request.closeReason}</bdi>
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {request.state === "approved" && request.kind === "create_key" && (
            <>
              <Button
                variant="primary"
                icon={<KeyRound />}
                disabled={actions.claim !== null}
                aria-describedby={whyId}
                loading={claiming}
                loadingLabel="Creating the secret"
                onClick={() => void claim()}
              >
                Claim the key
              </Button>
              {actions.claim === null && (
                <Button icon={<Gift />} disabled={claiming} onClick={() => setAsking("hand-over")}>
                  Claim for someone else
                </Button>
              )}
            </>
          )}
          {isPending && (
            <>
              <Button
                variant="primary"
                icon={<Check />}
                disabled={actions.approve !== null}
                aria-describedby={whyId}
                onClick={() => setAsking("approve")}
              >
                Approve
              </Button>
              <Button
                variant="danger"
                icon={<X />}
                disabled={actions.deny !== null}
                aria-describedby={whyId}
                onClick={() => setAsking("deny")}
              >
                Deny
              </Button>
            </>
          )}
          {actions.edit === null && (
            <Button icon={<Pencil />} onClick={() => setAsking("edit")}>
              Edit request
            </Button>
          )}
          {actions.cancel === null && <Button onClick={() => setAsking("cancel")}>Cancel request</Button>}
        </div>
        {why && (
          <p id={whyId} className="text-muted">
            {why}
          </p>
        )}
      </CardBody>
      {asking === "edit" && (
        <EditRequestDialog
          organization={organization}
          request={request}
          onClose={() => setAsking(null)}
          onEdited={onChanged}
        />
      )}
      {asking === "hand-over" && (
        <HandOverDialog
          title="Claim the key for someone else?"
          onClose={() => setAsking(null)}
          onWrap={async (handOver) => {
            const { data } = await latchkey.POST("/organizations/{organization}/requests/{request}/claim", {
              params,
              body: { handOver },
            });
            await onChanged();
            return data?.link ?? null;
          }}
        />
      )}
      <ApproveDialog
        organization={organization}
        request={request}
        open={asking === "approve"}
        onOpenChange={(open) => !open && setAsking(null)}
        onApproved={onChanged}
      />
      <ConfirmDialog
        open={asking === "deny" || asking === "cancel"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === "deny" ? "Deny this request?" : "Take this request back?"}
        description={describeRequest(request)}
        confirmLabel={asking === "deny" ? "Deny request" : "Cancel request"}
        danger={asking === "deny"}
        reason={asking === "deny" ? "required" : "optional"}
        onConfirm={async ({ reason }) => {
          if (asking === "deny") {
            await latchkey.POST("/organizations/{organization}/requests/{request}/deny", {
              params,
              body: { reason, hash: request.hash },
            });
            toast.success("Denied. The requester is told.");
          } else {
            await latchkey.POST("/organizations/{organization}/requests/{request}/cancel", {
              params,
              body: { comment: reason === "" ? null : reason },
            });
            toast.success("Taken back");
          }
          await onChanged();
        }}
      />
    </Card>
  );
}
