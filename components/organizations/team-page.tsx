"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useQueryClient } from "@tanstack/react-query";
import { Trash2, UserMinus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { $api, latchkey } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { updateTeamSchema } from "@/lib/organizations/schema";
import { findMembers } from "./find-members";
import { TEAM_PATH, TEAMS_PATH } from "./team-query";
import type { Viewer } from "./viewer";

type Team = components["schemas"]["TeamDetail"];
type Props = { organization: string; team: string; viewer: Viewer };

/** One team: its people, its keys, its name. */
export function TeamPage({ organization, team: reference, viewer }: Props) {
  const init = { params: { path: { organization, team: reference } } };
  const team = $api.useQuery("get", TEAM_PATH, init);
  const queryClient = useQueryClient();
  const may = viewer.role === "owner" || viewer.role === "admin";
  const keep = (next: Team | undefined) => {
    if (next) queryClient.setQueryData(["get", TEAM_PATH, init], next);
    void queryClient.invalidateQueries({ queryKey: ["get", TEAMS_PATH] });
  };
  if (team.error) return <ErrorState error={team.error} onRetry={() => void team.refetch()} />;
  if (!team.data) return <Skeleton className="h-72" />;
  return (
    <>
      <PageHeader
        title={<bdi>{team.data.name}</bdi>}
        breadcrumbs={[
          { label: "Members", href: paths.members(organization) },
          { label: "Teams", href: paths.teams(organization) },
          { label: team.data.name },
        ]}
        description={
          <>
            Owns{" "}
            <Link href={paths.keys(organization, { owner: team.data.id })}>
              {team.data.keys} {team.data.keys === 1 ? "key" : "keys"}
            </Link>
            .
          </>
        }
      />
      <div className="flex max-w-4xl flex-col gap-10">
        <Section aside title="People" description="Everyone in the team may work with the keys that it owns.">
          <People organization={organization} team={team.data} may={may} keep={keep} />
        </Section>
        {may && (
          <>
            <Section aside title="Name">
              <NameForm organization={organization} team={team.data} keep={keep} />
            </Section>
            <Section aside title="Remove" description="A team that owns keys cannot go: transfer them first.">
              <RemoveTeam organization={organization} team={team.data} />
            </Section>
          </>
        )}
      </div>
    </>
  );
}

type PartProps = { organization: string; team: Team; keep: (next: Team | undefined) => void };

function People({ organization, team, may, keep }: PartProps & { may: boolean }) {
  const [adding, setAdding] = useState(false);
  const find = useCallback(
    async (text: string) =>
      (await findMembers(organization, text))
        .filter((member) => !team.people.some((one) => one.memberId === member.id))
        .map((member) => ({ value: member.id, label: member.name, description: member.email })),
    [organization, team.people],
  );
  const add = async (memberId: string | null) => {
    if (memberId === null) return;
    setAdding(true);
    try {
      const { data } = await latchkey.POST("/organizations/{organization}/teams/{team}/members", {
        params: { path: { organization, team: team.id } },
        body: { memberId },
      });
      keep(data);
    } catch (error) {
      toast.error("They were not added.", { problem: error });
    } finally {
      setAdding(false);
    }
  };
  const takeOut = async (person: Team["people"][number]) => {
    try {
      const { data } = await latchkey.DELETE("/organizations/{organization}/teams/{team}/members/{member}", {
        params: { path: { organization, team: team.id, member: person.memberId } },
      });
      keep(data);
      toast.success(`${person.name} is no longer in ${team.name}.`, { undo: () => void add(person.memberId) });
    } catch (error) {
      toast.error("They were not taken out.", { problem: error });
    }
  };
  return (
    <Card>
      {team.people.length === 0 ? (
        <EmptyState compact title="Nobody yet">
          {may ? "Add the people who look after these keys." : "Ask an owner or admin to add people."}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {team.people.map((person) => (
            <li key={person.memberId} className="flex items-center gap-3 px-4 py-2.5 text-sm">
              <Avatar name={person.name} />
              <span className="flex min-w-0 flex-1 flex-col">
                <Link tone="plain" href={paths.member(organization, person.memberId)} className="truncate font-medium">
                  <bdi>{person.name}</bdi>
                </Link>
                <bdi className="truncate text-muted text-xs">{person.email}</bdi>
              </span>
              {may && (
                <IconButton
                  label={`Take ${person.name} out`}
                  icon={<UserMinus />}
                  onClick={() => void takeOut(person)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {may && (
        <div className="border-line border-t p-3">
          <Combobox
            aria-label="Add a member"
            value={null}
            onValueChange={(memberId) => void add(memberId)}
            onSearch={find}
            placeholder={adding ? "Adding" : "Add a member"}
            emptyText="No other member matches"
            disabled={adding}
          />
        </div>
      )}
    </Card>
  );
}

function NameForm({ organization, team, keep }: PartProps) {
  const form = useForm({ resolver: zodResolver(updateTeamSchema), defaultValues: { name: team.name } });
  return (
    <Form
      form={form}
      aria-label="Rename the team"
      onSubmit={async (body) => {
        const { data } = await latchkey.PATCH(TEAM_PATH, { params: { path: { organization, team: team.id } }, body });
        keep(data);
        form.reset(body);
        toast.success("Saved");
      }}
    >
      <FormField form={form} name="name" label="Name" labelHidden required>
        {(field) => <Input {...field} value={field.value ?? ""} autoComplete="off" maxLength={100} dir="auto" />}
      </FormField>
      <FormActions>
        <SubmitButton disabled={!form.formState.isDirty} pendingLabel="Saving">
          Save
        </SubmitButton>
      </FormActions>
    </Form>
  );
}

function RemoveTeam({ organization, team }: Pick<PartProps, "organization" | "team">) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="danger" icon={<Trash2 />} disabled={team.keys > 0} onClick={() => setAsking(true)}>
        Remove team
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${team.name}?`}
        description="Its people stay members of the organization."
        confirmLabel="Remove team"
        danger
        onConfirm={async () => {
          await latchkey.DELETE(TEAM_PATH, { params: { path: { organization, team: team.id } } });
          await queryClient.invalidateQueries({ queryKey: ["get", TEAMS_PATH] });
          toast.success(`${team.name} is removed.`);
          router.push(paths.teams(organization));
        }}
      />
    </>
  );
}
