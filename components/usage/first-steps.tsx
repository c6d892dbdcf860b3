"use client";

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { $api } from "@/components/session/browser-api";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { CodeBlock } from "@/components/ui/code-block";
import { DateTime } from "@/components/ui/date-time";
import { Link } from "@/components/ui/link";
import { Spinner } from "@/components/ui/spinner";

export type FirstStepsProps = {
  organization: string;
  gatewayUrl: string;
  /** What the viewer may do; for the rest the list says whom to ask. */
  may: { projects: boolean; keys: boolean; serviceTokens: boolean; members: boolean };
};

const LIVE = 3000;

/** The key that was used last, or null while none ever was. `watch` asks again every 3 s. */
export function useFirstUse(organization: string, watch = false) {
  return $api.useQuery(
    "get",
    "/organizations/{organization}/keys",
    { params: { path: { organization }, query: { limit: 1, sort: "lastUsedAt" } } },
    {
      select: (page) => page.items.find((key) => key.lastUsedAt !== null) ?? null,
      refetchInterval: (query) => (watch && !query.state.data?.items[0]?.lastUsedAt ? LIVE : false),
    },
  );
}

type Step = { id: string; title: string; done: boolean; text: ReactNode; action?: ReactNode };

function curl(gatewayUrl: string): string {
  return `curl -s ${gatewayUrl}/v1/verify \\
  -H "authorization: Bearer $LATCHKEY_TOKEN" \\
  -H "content-type: application/json" \\
  -d "{\\"key\\": \\"$API_KEY\\"}"`;
}

/** How far the organization has come, from what is really there. Waits for the first verification while it is shown. */
function useSteps({ organization, gatewayUrl, may }: FirstStepsProps): Step[] | undefined {
  const path = { organization };
  const projects = $api.useQuery("get", "/organizations/{organization}/projects", {
    params: { path, query: { limit: 50 } },
  });
  const project = projects.data?.items[0];
  const scopes = $api.useQuery(
    "get",
    "/organizations/{organization}/projects/{project}/scopes",
    { params: { path: { organization, project: project?.slug ?? "" }, query: { limit: 1 } } },
    { enabled: project !== undefined },
  );
  const keys = $api.useQuery("get", "/organizations/{organization}/keys", { params: { path, query: { limit: 1 } } });
  const firstUse = useFirstUse(organization, true);
  const members = $api.useQuery("get", "/organizations/{organization}/members", {
    params: { path, query: { limit: 2 } },
  });
  if (!projects.data || !keys.data || firstUse.data === undefined || !members.data) return undefined;
  const key = keys.data.items[0];
  const used = firstUse.data;
  const hasScopes = (scopes.data?.items.length ?? 0) > 0;
  return [
    {
      id: "project",
      title: "Create a project",
      done: project !== undefined,
      text: "A project is an API that keys protect. It comes with environments, such as development and production.",
      action: may.projects && <ButtonLink href={paths.newProject(organization)}>New project</ButtonLink>,
    },
    {
      id: "scopes",
      title: "List its scopes",
      done: hasScopes,
      text: "Scopes such as invoices:read say what a key may do. They can be taken from an OpenAPI document.",
      action: may.projects && project && (
        <ButtonLink href={paths.projectScopes(organization, project.slug)}>Add scopes</ButtonLink>
      ),
    },
    {
      id: "key",
      title: "Create a key",
      done: key !== undefined,
      text: "Choose an environment and only the scopes that the program needs. The secret is shown once.",
      action: may.keys && project && <ButtonLink href={paths.newKey(organization)}>New key</ButtonLink>,
    },
    {
      id: "verification",
      title: "See the first verification",
      done: used !== null,
      text:
        used === null ? (
          <span className="flex min-w-0 flex-col gap-3">
            <span>
              Your backend asks the verify server whether a key is good. It proves itself with{" "}
              {may.serviceTokens ? (
                <Link href={paths.newServiceToken(organization)}>a service token</Link>
              ) : (
                "a service token, which an owner or admin creates"
              )}
              .
            </span>
            <CodeBlock label="curl" language="bash" code={curl(gatewayUrl)} />
            {key !== undefined && (
              <span role="status" className="flex items-center gap-2">
                <Spinner label="Waiting" /> Waiting for the first verification; this page sees it by itself.
              </span>
            )}
          </span>
        ) : (
          <span role="status">
            <Link href={paths.key(organization, used.id)}>
              <bdi>{used.name}</bdi>
            </Link>{" "}
            was checked <DateTime value={used.lastUsedAt} />.
          </span>
        ),
    },
    {
      id: "invite",
      title: "Invite the others",
      done: members.data.items.length > 1,
      text: "Developers create their own keys; admins approve what a policy wants approved.",
      action: may.members && <ButtonLink href={paths.members(organization)}>Invite</ButtonLink>,
    },
  ];
}

/** From nothing to the first verified key, with what is done checked off. */
export function FirstSteps(props: FirstStepsProps) {
  const steps = useSteps(props);
  const done = steps?.filter((step) => step.done).length ?? 0;
  const next = steps?.find((step) => !step.done)?.id;
  return (
    <Card>
      <CardHeader
        title="From an empty organization to a verified key"
        actions={steps && <span className="text-muted text-sm">{`${done} of ${steps.length} done`}</span>}
      />
      {steps === undefined ? (
        <div className="flex justify-center p-8">
          <Spinner label="Looking at what is there" />
        </div>
      ) : (
        <ol aria-label="First steps" className="divide-y divide-line">
          {steps.map((step, index) => (
            <li key={step.id} aria-current={step.id === next ? "step" : undefined} className="flex gap-3 px-4 py-4">
              <span
                aria-hidden
                className={cn(
                  "mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full border font-medium text-xs",
                  step.done
                    ? "border-success-line bg-success-soft text-success"
                    : step.id === next
                      ? "border-accent bg-accent text-on-accent"
                      : "border-line-strong text-muted",
                )}
              >
                {step.done ? <Check className="size-3.5" /> : index + 1}
              </span>
              <div className="flex min-w-0 flex-1 flex-col gap-1.5">
                <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                  <h3 className={cn("font-medium text-sm", step.done && "text-muted")}>
                    {step.title}
                    {step.done && <span className="sr-only">, done</span>}
                  </h3>
                  {!step.done && step.action}
                </div>
                <div className="min-w-0 max-w-prose text-muted text-sm">{step.text}</div>
                {!step.done && step.action === false && (
                  <p className="text-muted text-sm">An owner or admin of the organization can do this.</p>
                )}
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
