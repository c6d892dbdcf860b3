import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { curlOf } from "./example";
import type { JsonSchema, Operation } from "./reference";
import { FieldRow, SchemaView } from "./schema-view";

const METHOD_TONES: Readonly<Record<string, Tone>> = {
  GET: "info",
  POST: "success",
  PUT: "warning",
  PATCH: "warning",
  DELETE: "danger",
};

/** The method of a call, by word and colour. */
export function MethodBadge({ method }: { method: string }) {
  return (
    <Badge tone={METHOD_TONES[method] ?? "neutral"}>
      <span className="font-mono">{method}</span>
    </Badge>
  );
}

function callerWords(operation: Operation): string {
  if (operation.callers.includes("serviceToken")) return "Called with a service token, or by a signed-in person.";
  if (operation.callers.includes("session")) return "Called by a signed-in person; machines have no account.";
  return "Needs no credential. The call must come from the dashboard's own origin.";
}

type Props = { operation: Operation; schemas: Readonly<Record<string, JsonSchema>>; baseUrl: string };

/** One call of the API: what it does, what it takes, what it answers, and how it looks in a shell. */
export function OperationView({ operation, schemas, baseUrl }: Props) {
  const { parameters, body, answers } = operation;
  return (
    <article id={operation.anchor} aria-labelledby={`${operation.anchor}-title`} className="flex flex-col gap-4">
      <header className="flex flex-col gap-1.5">
        <h2 id={`${operation.anchor}-title`} className="font-semibold text-lg">
          <a href={`#${operation.anchor}`} className="hover:underline">
            {operation.summary}
          </a>
        </h2>
        <p className="flex flex-wrap items-center gap-2">
          <MethodBadge method={operation.method} />
          <code translate="no" dir="ltr" className="font-mono text-sm [overflow-wrap:anywhere]">
            {operation.path}
          </code>
        </p>
        {operation.description !== null && <p className="max-w-prose text-sm">{operation.description}</p>}
        <p className="text-muted text-sm">{callerWords(operation)}</p>
      </header>
      <CodeBlock label="curl" language="bash" code={curlOf(operation, schemas, baseUrl)} />
      {parameters.length > 0 && (
        <Part title="Parameters">
          <ul className="divide-y divide-line">
            {parameters.map((parameter) => (
              <FieldRow
                key={`${parameter.in} ${parameter.name}`}
                name={parameter.name}
                schema={parameter.schema ?? {}}
                required={parameter.required === true}
                description={
                  parameter.description ?? (parameter.in === "path" ? "In the path: an id or a slug." : undefined)
                }
                schemas={schemas}
              />
            ))}
          </ul>
        </Part>
      )}
      {body && (
        <Part title="Body">
          <SchemaView schema={body} schemas={schemas} sent />
        </Part>
      )}
      {answers
        .filter((answer) => answer.status !== "default")
        .map((answer) => (
          <AnswerPart key={answer.status} answer={answer} schemas={schemas} />
        ))}
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <h3 className="border-line border-b px-4 py-2.5 font-medium text-sm">{title}</h3>
      <div className="px-4">{children}</div>
    </Card>
  );
}

/** An answer, folded: what is sent is looked up more often. */
function AnswerPart({ answer, schemas }: { answer: Operation["answers"][number]; schemas: Props["schemas"] }) {
  return (
    <Card>
      <details>
        <summary className="px-4 py-2.5 text-sm">
          <span className="font-medium">Answer {answer.status}</span>{" "}
          <span className="text-muted">{answer.description}</span>
        </summary>
        <div className="border-line border-t px-4">
          {answer.schema ? (
            <SchemaView schema={answer.schema} schemas={schemas} sent={false} />
          ) : (
            <p className="py-2 text-muted text-sm">An empty body.</p>
          )}
        </div>
      </details>
    </Card>
  );
}
