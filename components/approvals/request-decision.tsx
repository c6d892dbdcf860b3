"use client";

import { Check, KeyRound, X } from "lucide-react";
import { useState } from "react";
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
import { describeRequest, type RequestDetail } from "./request-words";

type Props = {
  organization: string;
  request: RequestDetail;
  onChanged: () => Promise<void>;
  onClaimed: (made: MadeKeyAnswer) => void;
};

/** How far it is, who can move it, and the viewer's own buttons; a button that may not be pressed says why. */
export function RequestDecision({ organization, request, onChanged, onClaimed }: Props) {
  const [asking, setAsking] = useState<"approve" | "deny" | "cancel" | null>(null);
  const [claiming, setClaiming] = useState(false);
  const params = { path: { organization, request: request.id } };
  const { actions } = request;
  const decisive = (["approve", "deny", "cancel", "claim"] as const).filter((action) => actions[action] === null);
  const why = request.state === "pending" ? actions.approve : request.state === "approved" ? actions.claim : null;

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
        <p>
          <bdi>{request.missing}</bdi>
        </p>
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
          {decisive.includes("claim") && (
            <Button
              variant="primary"
              icon={<KeyRound />}
              loading={claiming}
              loadingLabel="Making the secret"
              onClick={() => void claim()}
            >
              Claim the key
            </Button>
          )}
          {decisive.includes("approve") && (
            <Button variant="primary" icon={<Check />} onClick={() => setAsking("approve")}>
              Approve
            </Button>
          )}
          {decisive.includes("deny") && (
            <Button variant="danger" icon={<X />} onClick={() => setAsking("deny")}>
              Deny
            </Button>
          )}
          {decisive.includes("cancel") && <Button onClick={() => setAsking("cancel")}>Cancel request</Button>}
        </div>
        {decisive.length === 0 && why && <p className="text-muted">{why}</p>}
      </CardBody>
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
