import type { Metadata } from "next";
import { dependencies } from "@/app/_server/dependencies";
import { paths } from "@/components/shell/paths";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { InlineCode } from "@/components/ui/inline-code";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { MethodBadge } from "./operation-view";
import { reference } from "./reference";
import { ReferenceFrame } from "./reference-frame";

export const metadata: Metadata = { title: "API reference" };
export const dynamic = "force-dynamic";

const PROBLEM = `{
  "type": "about:blank#invalid_input",
  "title": "The input is not valid.",
  "status": 400,
  "code": "invalid_input",
  "requestId": "req-0199…",
  "errors": [{ "path": "scopes.0", "message": "is not in the catalogue" }]
}`;

/** What holds for every call, and the list of them all. */
export default function ApiReferencePage() {
  const { groups } = reference();
  const { appUrl } = dependencies().environment;
  return (
    <ReferenceFrame groups={groups}>
      <PageHeader
        title="API reference"
        description={
          <>
            Everything the dashboard does, it does by this API. The same as a document for machines:{" "}
            <Link href={paths.openApi()} prefetch={false}>
              OpenAPI 3.1
            </Link>
            .
          </>
        }
      />
      <div className="flex max-w-4xl flex-col gap-10">
        <Section title="The first call" description="Create a service token in the dashboard, then:">
          <CodeBlock
            label="curl"
            language="bash"
            code={`curl -s "${appUrl}/api/v1/organizations/$ORGANIZATION/keys?limit=5" \\\n  -H "authorization: Bearer $LATCHKEY_TOKEN"`}
          />
        </Section>
        <Section title="What holds everywhere">
          <ul className="flex list-disc flex-col gap-2 ps-5 text-sm">
            <li>
              Paths take ids or slugs: <InlineCode>/organizations/acme</InlineCode> and{" "}
              <InlineCode>/organizations/org_0199…</InlineCode> are the same.
            </li>
            <li>
              A list is <InlineCode>{'{ "items": […], "nextCursor": "…" }'}</InlineCode>. Give{" "}
              <InlineCode>cursor</InlineCode> the last answer's <InlineCode>nextCursor</InlineCode> until it is null;{" "}
              <InlineCode>limit</InlineCode> is at most 200.
            </li>
            <li>
              Instants are ISO 8601 in UTC. Lengths of time are <InlineCode>30d</InlineCode>,{" "}
              <InlineCode>12h</InlineCode>, <InlineCode>15m</InlineCode> or ISO 8601.
            </li>
            <li>
              Every <InlineCode>POST</InlineCode> to an organization takes an <InlineCode>Idempotency-Key</InlineCode>:
              repeated with the same key and body it answers what it answered before, and does nothing twice.
            </li>
            <li>
              <InlineCode>PATCH</InlineCode> changes only what it names. Unknown fields and parameters are refused,
              never ignored.
            </li>
            <li>What you may not read looks like what is not there: 404.</li>
          </ul>
        </Section>
        <Section
          title="Problems"
          description="Every refusal is a problem document (RFC 9457). Its code is stable; its request id finds the call in the logs."
        >
          <CodeBlock label="application/problem+json" language="json" code={PROBLEM} />
        </Section>
        <Section title="All calls">
          <div className="flex flex-col gap-4">
            {groups.map((group) => (
              <Card key={group.slug}>
                <h3 className="border-line border-b px-4 py-2.5 font-medium">
                  <Link tone="plain" href={paths.apiReferenceGroup(group.slug)}>
                    {group.name}
                  </Link>
                </h3>
                <ul className="divide-y divide-line">
                  {group.operations.map((operation) => (
                    <li
                      key={operation.anchor}
                      className="grid items-baseline gap-x-3 gap-y-0.5 px-4 py-2 text-sm sm:grid-cols-[4.5rem_minmax(0,1fr)_minmax(0,1.4fr)]"
                    >
                      <span>
                        <MethodBadge method={operation.method} />
                      </span>
                      <Link href={paths.apiReferenceGroup(group.slug, operation.anchor)}>{operation.summary}</Link>
                      <code translate="no" dir="ltr" className="font-mono text-muted text-xs [overflow-wrap:anywhere]">
                        {operation.path}
                      </code>
                    </li>
                  ))}
                </ul>
              </Card>
            ))}
          </div>
        </Section>
      </div>
    </ReferenceFrame>
  );
}
