"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { FormProblem } from "@/components/ui/form-problem";
import { Popover } from "@/components/ui/popover";
import { type Problem, toProblem } from "@/components/ui/problem";
import { RadioGroup } from "@/components/ui/radio-group";
import { toast } from "@/components/ui/toast";
import { ACCESS_LEVELS, type AccessLevel } from "@/lib/core/enums";
import { mayManageMember } from "@/lib/organizations/policy";
import { capital, LEVEL_WORDS } from "./role-words";
import type { Viewer } from "./viewer";

type Row = components["schemas"]["AccessMatrix"]["items"][number];
type Access = Row["access"][number];
type Choice = AccessLevel | "role";

const TONES: Record<AccessLevel, string> = {
  manage: "text-accent-text",
  create: "text-success",
  request: "text-warning",
  read: "text-muted",
  none: "text-subtle",
};

function why(member: Row, access: Access): string {
  const fromRole = `${capital(member.role)} gives ${access.roleLevel} here.`;
  if (access.why === "role") return fromRole;
  if (access.why === "ceiling")
    return `Set to ${access.override} for this person, but ${member.role} allows no more than ${access.level}.`;
  return `Set to ${access.override} for this person. ${fromRole}`;
}

type Props = {
  organization: string;
  viewer: Viewer;
  member: Row;
  access: Access;
  /** The environment and its project, by name: "Production of Invoices". */
  place: string;
};

/** What one member may do in one environment: why, and another level for those who may give it. */
export function AccessCell({ organization, viewer, member, access, place }: Props) {
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<Choice>(access.override ?? "role");
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const may = mayManageMember(viewer.role, member.role);

  const save = async () => {
    setWorking(true);
    setProblem(null);
    try {
      await latchkey.PUT("/organizations/{organization}/members/{member}/access", {
        params: { path: { organization, member: member.memberId } },
        body: { access: [{ environmentId: access.environmentId, level: choice === "role" ? null : choice }] },
      });
      await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/members/access-matrix"] });
      toast.success(`The access of ${member.name} to ${place} is changed.`);
      setOpen(false);
    } catch (error) {
      setProblem(toProblem(error));
      // The question for a factor has taken the focus, which closes what is open here.
      setOpen(true);
    } finally {
      setWorking(false);
    }
  };

  return (
    <Popover
      label={`Access of ${member.name} to ${place}`}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setChoice(access.override ?? "role");
        setProblem(null);
      }}
      className="w-80"
      trigger={
        <button
          type="button"
          className={cn(
            "flex min-h-8 w-full items-center gap-1.5 rounded-md px-2 text-start hover:bg-hover",
            TONES[access.level],
          )}
        >
          {capital(access.level)}
          {access.override !== null && (
            <>
              <span aria-hidden className="size-1.5 rounded-full bg-accent" />
              <span className="sr-only">, set for this person</span>
            </>
          )}
          <span className="sr-only">
            , {member.name} in {place}
          </span>
        </button>
      }
    >
      <div className="flex flex-col gap-3 text-sm">
        <p>
          <bdi className="font-medium">{member.name}</bdi> in <bdi className="font-medium">{place}</bdi>
        </p>
        <p className="text-muted">
          {why(member, access)} {LEVEL_WORDS[access.level]}
        </p>
        {problem && <FormProblem problem={problem} />}
        {may ? (
          <>
            <RadioGroup
              aria-label="Access"
              value={choice}
              onValueChange={setChoice}
              options={[
                { value: "role" as const, label: `As the role gives: ${access.roleLevel}` },
                ...ACCESS_LEVELS.map((level) => ({ value: level, label: capital(level) })),
              ]}
            />
            <div className="flex gap-2">
              <Button
                variant="primary"
                loading={working}
                disabled={choice === (access.override ?? "role")}
                onClick={() => void save()}
              >
                Change access
              </Button>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
            </div>
          </>
        ) : (
          <p className="text-muted">
            {member.role === "owner" ? "Only an owner changes this." : "Ask an owner or admin to change this."}
          </p>
        )}
      </div>
    </Popover>
  );
}
