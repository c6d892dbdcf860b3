import { eq } from "drizzle-orm";
import type { auditEvents } from "@/db/schema/audit";
import { organizations } from "@/db/schema/people";
import { type Context, withOrganization } from "@/db/tenancy";
import { parseInput } from "@/lib/core/parse-input";
import { requireStepUp } from "@/lib/core/permissions";
import { csvLine } from "./csv";
import { requireAuditReader } from "./list-audit-events";
import { presentAuditEvent, presentCheckpoint } from "./present";
import { selectCheckpoints, selectEventsForward, selectHead, selectLinks } from "./queries";
import { recordAudit } from "./record-audit";
import { type AuditFilters, auditExportSchema, type PresentedAuditEvent } from "./schema";

export type AuditExport = { filename: string; contentType: string; stream: ReadableStream<Uint8Array> };

const BATCH = 500;
const COLUMNS = [
  "seq",
  "at",
  "actorType",
  "actorId",
  "actorName",
  "action",
  "targetType",
  "targetId",
  "targetName",
  "reason",
  "before",
  "after",
  "ip",
  "userAgent",
  "requestId",
  "assurance",
  "id",
] as const satisfies readonly (keyof PresentedAuditEvent)[];

type Row = typeof auditEvents.$inferSelect;

/**
 * The trail as CSV, or as JSON Lines that `npm run audit:verify -- --file` can check. Read in batches while it is
 * written, so memory stays small. The export is itself an event, and the last one in it when nothing is filtered.
 * @throws forbidden, step_up_required, invalid_input.
 */
export async function exportAuditEvents(ctx: Context, input: unknown): Promise<AuditExport> {
  requireAuditReader(ctx);
  requireStepUp(ctx.actor, ctx.clock);
  const { format, ...filters } = parseInput(auditExportSchema, input);
  const organizationId = ctx.actor.organizationId;
  const { upTo, slug } = await withOrganization(ctx, async (tx) => {
    const [organization] = await tx
      .select({ slug: organizations.slug, name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    await recordAudit(tx, ctx, {
      action: "audit.exported",
      target: { type: "organization", id: organizationId, name: organization?.name ?? null },
      after: { format, filters },
    });
    const head = await selectHead(tx, organizationId);
    return { upTo: head?.seq ?? 0, slug: organization?.slug ?? organizationId };
  });
  const lines = format === "csv" ? csvLines(ctx, filters, upTo) : jsonLines(ctx, filters, upTo, slug);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return {
    filename: `audit-${slug}-${day}.${format}`,
    contentType: format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8",
    stream: streamOf(lines),
  };
}

/** Batches in a short transaction each: no connection is held while a slow reader takes its time. */
async function* eventBatches(ctx: Context, filters: AuditFilters, upTo: number): AsyncGenerator<Row[]> {
  for (let after = 0; ; ) {
    const rows = await withOrganization(ctx, (tx) =>
      selectEventsForward(tx, ctx.actor.organizationId, filters, { after, upTo, limit: BATCH }),
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.seq;
  }
}

async function* csvLines(ctx: Context, filters: AuditFilters, upTo: number): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const rows of eventBatches(ctx, filters, upTo)) {
    yield rows
      .map(presentAuditEvent)
      .map((event) => csvLine(COLUMNS.map((column) => cellOf(event[column]))))
      .join("");
  }
}

function cellOf(value: PresentedAuditEvent[(typeof COLUMNS)[number]]): string | number | null {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : value;
}

/** Every run of consecutive events begins with the link before it, so that it can be followed without the rest. */
async function* jsonLines(ctx: Context, filters: AuditFilters, upTo: number, slug: string): AsyncGenerator<string> {
  const organizationId = ctx.actor.organizationId;
  const line = (value: Record<string, unknown>) => `${JSON.stringify(value)}\n`;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  const exportedAt = ctx.clock.now().toISOString();
  yield line({
    type: "header",
    format: "latchkey-audit/1",
    organizationId,
    organization: slug,
    exportedAt,
    filters,
    complete: !isFiltered,
  });
  let count = 0;
  let last: Row | null = null;
  let first: number | null = null;
  for await (const rows of eventBatches(ctx, filters, upTo)) {
    const links = await linksBefore(ctx, rows, last?.seq ?? 0);
    yield rows
      .map((row) => {
        const previousLink = links.get(row.seq - 1)?.toString("hex");
        return line({
          type: "event",
          ...presentAuditEvent(row),
          organizationId,
          ...(previousLink ? { previousLink } : {}),
          link: row.link.toString("hex"),
          hash: row.hash.toString("hex"),
        });
      })
      .join("");
    first ??= rows[0]?.seq ?? null;
    last = rows.at(-1) ?? last;
    count += rows.length;
  }
  for (let after = (first ?? 1) - 1; ; ) {
    const range = { after, upTo: last?.seq ?? 0, limit: BATCH };
    const rows = await withOrganization(ctx, (tx) => selectCheckpoints(tx, organizationId, range));
    const end = rows.at(-1);
    if (!end) break;
    yield rows.map((row) => line({ type: "checkpoint", ...presentCheckpoint(row) })).join("");
    after = end.seq;
  }
  yield line({ type: "end", events: count, lastSeq: last?.seq ?? 0 });
}

/** The links before those events that do not follow the one before them in the export. */
function linksBefore(ctx: Context, rows: readonly Row[], lastSeq: number): Promise<Map<number, Buffer>> {
  const gaps = rows.filter((row, index) => row.seq !== (rows[index - 1]?.seq ?? lastSeq) + 1).map((row) => row.seq - 1);
  return withOrganization(ctx, (tx) => selectLinks(tx, ctx.actor.organizationId, gaps));
}

/** A stream that asks for the next piece only when the reader wants it. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
