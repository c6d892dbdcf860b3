"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useForm } from "react-hook-form";
import type { components } from "@/clients/sdk/generated/schema";
import { latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-types";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { InlineCode } from "@/components/ui/inline-code";
import { Input } from "@/components/ui/input";
import { type Problem, toProblem } from "@/components/ui/problem";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { SCOPES_PATH } from "./project-paths";

type ScopeImport = components["schemas"]["ScopeImport"];
type Proposal = ScopeImport["proposals"][number];
type Body = { document: Record<string, unknown>; basePath?: string };
type Looked = { body: Body; answer: ScopeImport };

const IMPORT_PATH = `${SCOPES_PATH}/import` as const;
const MOST_BYTES = 8 * 1_048_576;

const CHANGES: Record<Proposal["change"], { label: string; tone: "success" | "info" | "neutral" }> = {
  add: { label: "New", tone: "success" },
  extend: { label: "More calls", tone: "info" },
  none: { label: "No change", tone: "neutral" },
};

const COLUMNS: readonly Column<Proposal>[] = [
  {
    id: "name",
    header: "Scope",
    cell: (proposal) => (
      <span className="flex min-w-0 flex-col">
        <span className="font-mono text-sm [overflow-wrap:anywhere]">{proposal.name}</span>
        {proposal.description !== "" && <bdi className="text-muted text-xs">{proposal.description}</bdi>}
      </span>
    ),
  },
  {
    id: "change",
    header: "Change",
    width: "8rem",
    cell: ({ change }) => <Badge tone={CHANGES[change].tone}>{CHANGES[change].label}</Badge>,
  },
  {
    id: "calls",
    header: "Calls",
    cell: (proposal) => (
      <span className="flex flex-wrap gap-1 text-xs [overflow-wrap:anywhere]">
        {proposal.endpoints.slice(0, 3).map((call) => (
          <InlineCode key={call}>{call}</InlineCode>
        ))}
        {proposal.endpoints.length > 3 && <span className="text-muted">and {proposal.endpoints.length - 3} more</span>}
      </span>
    ),
  },
];

function documentOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

type Props = { organization: string; project: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Scopes out of an OpenAPI document: first the proposals, then, on a second press, the change. */
export function ImportScopesDialog({ open, onOpenChange, ...where }: Props) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const close = () => {
    setLooked(null);
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => (next ? onOpenChange(true) : close())}
      size="lg"
      dismissable={false}
      title="Import from an OpenAPI document"
      description="Its security requirements and its paths become scopes. Nothing that is there is removed or rewritten."
    >
      {/* The document stays as it was typed when one goes back to it. */}
      <div className={looked ? "hidden" : undefined}>
        <DocumentForm {...where} onLooked={setLooked} onCancel={close} />
      </div>
      {looked && <Proposals {...where} looked={looked} onBack={() => setLooked(null)} onDone={close} />}
    </Dialog>
  );
}

type FormProps = Omit<Props, "open" | "onOpenChange"> & { onLooked: (looked: Looked) => void; onCancel: () => void };

function DocumentForm({ organization, project, onLooked, onCancel }: FormProps) {
  const file = useRef<HTMLInputElement>(null);
  const form = useForm({ defaultValues: { text: "", basePath: "" } });
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    form.clearErrors("text");
    if (chosen.size > MOST_BYTES) form.setError("text", { message: "The file is larger than 8 MB." });
    else form.setValue("text", await chosen.text(), { shouldDirty: true });
  };
  const submit = async ({ text, basePath }: { text: string; basePath: string }) => {
    const document = documentOf(text);
    if (!document) {
      form.setError("text", { message: "This is not a JSON object. Convert a YAML document to JSON first." });
      return;
    }
    const body: Body = { document, ...(basePath.trim() === "" ? {} : { basePath: basePath.trim() }) };
    const params = { path: { organization, project }, query: { dryRun: "true" } } as const;
    const { data } = await latchkey.POST(IMPORT_PATH, { params, body });
    if (data) onLooked({ body, answer: data });
  };
  return (
    <Form form={form} onSubmit={submit} aria-label="OpenAPI document">
      <FormField
        form={form}
        name="text"
        label="Document"
        hint="OpenAPI 3 or Swagger 2, as JSON, up to 8 MB."
        required
        action={
          <Button size="sm" icon={<Upload />} onClick={() => file.current?.click()}>
            Choose a file
          </Button>
        }
      >
        {(field) => (
          <Textarea
            {...field}
            mono
            rows={10}
            spellCheck={false}
            className="text-xs"
            placeholder='{ "openapi": "3.1.0", … }'
          />
        )}
      </FormField>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        aria-label="OpenAPI document as a file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <FormField
        form={form}
        name="basePath"
        label="Base path"
        hint="What stands before its paths, such as /v1. Empty: the path of its first server."
        optional
      >
        {(field) => <Input {...field} mono autoComplete="off" placeholder="/v1" />}
      </FormField>
      <FormActions>
        <SubmitButton pendingLabel="Reading the document">See the proposals</SubmitButton>
        <Button onClick={onCancel}>Cancel</Button>
      </FormActions>
    </Form>
  );
}

type ProposalsProps = Omit<FormProps, "onLooked" | "onCancel"> & {
  looked: Looked;
  onBack: () => void;
  onDone: () => void;
};

function Proposals({ organization, project, looked, onBack, onDone }: ProposalsProps) {
  const queryClient = useQueryClient();
  const [working, setWorking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { proposals, skipped, operations } = looked.answer;
  const added = proposals.filter(({ change }) => change === "add").length;
  const extended = proposals.filter(({ change }) => change === "extend").length;
  const apply = async () => {
    setWorking(true);
    setProblem(null);
    try {
      const params = { path: { organization, project }, query: { dryRun: "false" } } as const;
      await latchkey.POST(IMPORT_PATH, { params, body: looked.body });
      await queryClient.invalidateQueries({ queryKey: ["get", SCOPES_PATH] });
      toast.success("The scopes are imported", { description: `${added} new, ${extended} with more calls.` });
      onDone();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setWorking(false);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      {problem && <FormProblem problem={problem} />}
      <p role="status" className="text-sm">
        {operations} operations read: {added} new scopes, {extended} with more calls,{" "}
        {proposals.length - added - extended} as they are.
      </p>
      <DataTable
        label="Proposals"
        columns={COLUMNS}
        rows={proposals}
        rowId={(proposal) => proposal.name}
        density="compact"
        empty={<EmptyState compact title="The document proposes no scope" />}
      />
      {skipped.length > 0 && (
        <Alert tone="warning" title="Left out">
          <ul className="list-disc ps-5">
            {skipped.map(({ name, reason }) => (
              <li key={`${name} ${reason}`} className="[overflow-wrap:anywhere]">
                <bdi className="font-mono">{name}</bdi>: {reason}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" loading={working} disabled={added + extended === 0} onClick={() => void apply()}>
          Import {added + extended} scopes
        </Button>
        <Button onClick={onBack} disabled={working}>
          Back to the document
        </Button>
      </div>
    </div>
  );
}
