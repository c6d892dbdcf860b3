"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DateTime } from "@/components/ui/date-time";
import { KeyDisplay } from "@/components/ui/key-display";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { DecisionInput } from "./decision-input";
import { apiDecision, type Decision, describeDecisions, type OwnedKey } from "./key-decision";

type Props = {
  organization: string;
  member: components["schemas"]["Member"];
  keys: readonly OwnedKey[];
  leaves: boolean;
};

/** Someone goes; each of their keys is transferred, disabled or revoked, so that none is left to nobody. */
export function RemoveMember({ organization, member, keys, leaves }: Props) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [decisions, setDecisions] = useState<Readonly<Record<string, Decision>>>({});
  const [forAll, setForAll] = useState<Decision>();
  const [asking, setAsking] = useState(false);
  const open = keys.filter((key) => apiDecision(decisions[key.id]) === null);
  const decide = (ids: readonly string[], decision: Decision) =>
    setDecisions((before) => ({ ...before, ...Object.fromEntries(ids.map((id) => [id, decision])) }));

  const remove = async () => {
    const body = keys.flatMap((key) => {
      const decision = apiDecision(decisions[key.id]);
      return decision ? [{ keyId: key.id, decision }] : [];
    });
    await latchkey.DELETE("/organizations/{organization}/members/{member}", {
      params: { path: { organization, member: member.id } },
      body: { keys: body },
    });
    if (leaves) {
      window.location.assign(paths.home());
      return;
    }
    await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/members"] });
    toast.success(`${member.name} is removed.`);
    router.push(paths.members(organization));
  };

  return (
    <div className="flex max-w-5xl flex-col gap-6">
      <Alert tone="warning">
        {leaves
          ? "You lose access at once, in every session. Only an invitation lets you back in."
          : "They lose access at once, in every session. Only a new invitation lets them back in."}
      </Alert>
      {keys.length === 0 ? (
        <p className="text-sm">{leaves ? "You own no keys." : "They own no keys."} Nothing else is to be decided.</p>
      ) : (
        <Card>
          <CardHeader
            title={`${keys.length} ${keys.length === 1 ? "key is" : "keys are"} to be decided`}
            description="New owners are told by mail. A key that is to be disabled later is looked after by whoever removes until then."
          />
          {keys.length > 1 && (
            <CardBody className="flex flex-wrap items-center gap-3 border-line border-b bg-sunken">
              <span className="font-medium text-sm">For all of them</span>
              <DecisionInput
                organization={organization}
                leaver={member.id}
                about="all keys"
                value={forAll}
                onValueChange={setForAll}
              />
              <Button
                disabled={apiDecision(forAll) === null}
                onClick={() =>
                  forAll &&
                  decide(
                    keys.map((key) => key.id),
                    forAll,
                  )
                }
              >
                Apply to all
              </Button>
            </CardBody>
          )}
          <ul className="divide-y divide-line">
            {keys.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
                <div className="flex min-w-0 flex-col text-sm">
                  <Link tone="plain" href={paths.key(organization, key.id)} className="truncate font-medium">
                    <bdi>{key.name}</bdi>
                  </Link>
                  <span className="flex flex-wrap items-center gap-x-2 text-muted text-xs">
                    <bdi>{key.project}</bdi> · <bdi>{key.environment}</bdi> · last used{" "}
                    <DateTime value={key.lastUsedAt} empty="never" />
                    <KeyDisplay prefix={key.secretStart} last4={key.secretLastFour} />
                  </span>
                </div>
                <DecisionInput
                  organization={organization}
                  leaver={member.id}
                  about={key.name}
                  value={decisions[key.id]}
                  onValueChange={(decision) => decide([key.id], decision)}
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="danger" disabled={open.length > 0} onClick={() => setAsking(true)}>
          {leaves ? "Leave the organization" : "Remove member"}
        </Button>
        <ButtonLink href={paths.member(organization, member.id)}>Cancel</ButtonLink>
        {open.length > 0 && (
          <span className="text-muted text-sm">
            {open.length} {open.length === 1 ? "key is" : "keys are"} still to be decided.
          </span>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={leaves ? "Leave the organization?" : `Remove ${member.name}?`}
        description={
          keys.length === 0 ? undefined : `Their keys: ${describeDecisions(keys.map((key) => decisions[key.id]))}.`
        }
        confirmLabel={leaves ? "Leave" : "Remove member"}
        typeToConfirm={member.email}
        danger
        onConfirm={remove}
      />
    </div>
  );
}
