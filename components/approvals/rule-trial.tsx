"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import { toast } from "@/components/ui/toast";
import { RULE_PATH, RULES_PATH } from "./approval-paths";
import { describeReplay, type Replay, type Rule } from "./rule-words";

const PERIODS = ["30", "90", "365"] as const;
type Period = (typeof PERIODS)[number];

type Props = { organization: string; rule: Rule; onClose: () => void };

/** Tries a rule on the requests of the past, and only then lets it be switched on. */
export function RuleTrial({ organization, rule, onClose }: Props) {
  const queryClient = useQueryClient();
  const [days, setDays] = useState<Period>("90");
  const [replay, setReplay] = useState<Replay | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const [working, setWorking] = useState(false);
  const params = useRef({ path: { organization, rule: rule.id } });

  useEffect(() => {
    let current = attempt >= 0;
    setReplay(null);
    setProblem(null);
    latchkey.POST(`${RULE_PATH}/replay`, { params: params.current, body: { days: Number(days) } }).then(
      ({ data }) => current && setReplay(data ?? null),
      (error: unknown) => current && setProblem(error),
    );
    return () => {
      current = false;
    };
  }, [days, attempt]);

  const close = () => {
    // That it was tried is a fact of the rule now.
    void queryClient.invalidateQueries({ queryKey: ["get", RULES_PATH] });
    onClose();
  };
  const switchOn = async () => {
    setWorking(true);
    try {
      await latchkey.POST(`${RULE_PATH}/enable`, { params: params.current });
      toast.success(`${rule.name} is on`, { description: "What it matches is approved at once from now." });
      close();
    } catch (error) {
      setProblem(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={
        <>
          Try <bdi>{rule.name}</bdi> on past requests
        </>
      }
      description="What it would have approved of what people had to decide. Teams and sensitive scopes are today's."
      footer={
        <>
          <Button onClick={close}>Close</Button>
          {!rule.enabled && (
            <Button
              variant="primary"
              disabled={replay === null}
              loading={working}
              loadingLabel="Switching on"
              onClick={() => void switchOn()}
            >
              Switch the rule on
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select<Period>
          aria-label="How far back"
          value={days}
          onValueChange={setDays}
          options={PERIODS.map((value) => ({ value, label: `The last ${value} days` }))}
        />
        {problem !== null && <ErrorState compact error={problem} onRetry={() => setAttempt((before) => before + 1)} />}
        {replay === null && problem === null && <Skeleton className="h-24" />}
        {replay && (
          <>
            <Alert tone={replay.contradicted > 0 ? "warning" : "info"} live="polite">
              {describeReplay(replay)}
            </Alert>
            {replay.examples.length > 0 && (
              <ul aria-label="Requests it would have approved" className="flex flex-col gap-2 text-sm">
                {replay.examples.map((request) => (
                  <li key={request.id} className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <Link href={paths.request(organization, request.id)}>
                      <bdi>{request.keyName}</bdi>
                    </Link>
                    <span className="text-muted">
                      {request.environment}, by <bdi>{request.requesterName}</bdi>,{" "}
                      <DateTime value={request.createdAt} />
                    </span>
                    <StatusBadge status={request.state} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
    </Dialog>
  );
}
