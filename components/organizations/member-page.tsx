"use client";

import { useQueryClient } from "@tanstack/react-query";
import { LogOut, UserMinus } from "lucide-react";
import { useState } from "react";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { DescriptionList } from "@/components/ui/description-list";
import { ErrorState } from "@/components/ui/error-state";
import { FormProblem } from "@/components/ui/form-problem";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { type Problem, toProblem } from "@/components/ui/problem";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { mayManageMember } from "@/lib/organizations/policy";
import { RoleInput } from "./role-input";
import { capital, LAST_OWNER } from "./role-words";
import type { Viewer } from "./viewer";

type Member = components["schemas"]["Member"];
const PATH = "/organizations/{organization}/members/{member}";
type Props = { organization: string; member: string; viewer: Viewer };

/** One member: who they are, what they hold, their role, and the way out. */
export function MemberPage({ organization, member: reference, viewer }: Props) {
  const member = $api.useQuery("get", PATH, { params: { path: { organization, member: reference } } });
  if (member.error) return <ErrorState error={member.error} onRetry={() => void member.refetch()} />;
  if (!member.data) return <Skeleton className="h-72" />;
  const { data } = member;
  const self = data.id === viewer.memberId;
  const may = mayManageMember(viewer.role, data.role);
  return (
    <>
      <PageHeader
        title={<bdi>{data.name}</bdi>}
        meta={
          <>
            <Badge tone="accent">{capital(data.role)}</Badge>
            {self && <Badge>You</Badge>}
          </>
        }
        breadcrumbs={[{ label: "Members", href: paths.members(organization) }, { label: data.name }]}
      />
      <div className="flex max-w-4xl flex-col gap-10">
        <Section aside title="About">
          <Facts organization={organization} member={data} />
        </Section>
        <Section
          aside
          title="Role"
          description="The ceiling of what someone may do. It counts in all their sessions at once."
        >
          {may ? (
            <RoleForm key={data.role} organization={organization} member={data} viewer={viewer} />
          ) : (
            <Alert>
              {data.role === "owner"
                ? "Only an owner changes the role of an owner."
                : "Ask an owner or admin to change it."}
            </Alert>
          )}
        </Section>
        <Section
          aside
          title="Access per environment"
          description="Less or more than the role gives, one environment at a time."
        >
          <ButtonLink href={paths.accessMatrix(organization)}>Open the access matrix</ButtonLink>
        </Section>
        {(self || may) && (
          <Section
            aside
            title={self ? "Leave" : "Remove"}
            description={
              self
                ? "You lose access at once. What happens to your keys is decided first."
                : "They lose access at once. What happens to their keys is decided first."
            }
          >
            {data.lastOwner ? (
              <Alert>{LAST_OWNER}</Alert>
            ) : (
              <ButtonLink
                href={paths.removeMember(organization, data.id)}
                icon={self ? <LogOut /> : <UserMinus />}
                className="text-danger"
              >
                {self ? "Leave the organization" : "Remove from the organization"}
              </ButtonLink>
            )}
          </Section>
        )}
      </div>
    </>
  );
}

function Facts({ organization, member }: { organization: string; member: Member }) {
  return (
    <DescriptionList
      items={[
        { term: "E-mail", description: <bdi>{member.email}</bdi> },
        {
          term: "Second factor",
          description: member.mfa ? <Badge tone="success">On</Badge> : <Badge tone="warning">None</Badge>,
        },
        {
          term: "Keys",
          description: (
            <Link href={paths.keys(organization, { owner: member.userId })}>
              {member.keys} {member.keys === 1 ? "key" : "keys"}
            </Link>
          ),
        },
        {
          term: "Teams",
          description:
            member.teams.length === 0
              ? "None"
              : member.teams.map((team, index) => (
                  <span key={team.id}>
                    {index > 0 && ", "}
                    <Link href={paths.team(organization, team.slug)}>
                      <bdi>{team.name}</bdi>
                    </Link>
                  </span>
                )),
        },
        { term: "Last seen", description: <DateTime value={member.lastSeenAt} /> },
        { term: "Joined", description: <DateTime value={member.createdAt} format="date" /> },
      ]}
    />
  );
}

function RoleForm({ organization, member, viewer }: { organization: string; member: Member; viewer: Viewer }) {
  const queryClient = useQueryClient();
  const [role, setRole] = useState(member.role);
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = async () => {
    setWorking(true);
    setProblem(null);
    try {
      await latchkey.PATCH(PATH, { params: { path: { organization, member: member.id } }, body: { role } });
      await queryClient.invalidateQueries({ queryKey: ["get", PATH] });
      await queryClient.invalidateQueries({ queryKey: ["get", "/organizations/{organization}/members"] });
      toast.success(
        `${member.name} is ${role === "admin" || role === "owner" || role === "auditor" ? "an" : "a"} ${role} now.`,
      );
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setWorking(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      {problem && <FormProblem problem={problem} />}
      <RoleInput value={role} onValueChange={setRole} viewer={viewer} lastOwner={member.lastOwner} />
      <div>
        <Button variant="primary" disabled={role === member.role} loading={working} onClick={() => void change()}>
          Change role
        </Button>
      </div>
    </div>
  );
}
