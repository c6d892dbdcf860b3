import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { exportAuditEvents } from "@/lib/audit/export-audit-events";
import { listAuditCheckpoints } from "@/lib/audit/list-audit-checkpoints";
import { listAuditEvents } from "@/lib/audit/list-audit-events";
import {
  auditCheckpointSchema,
  auditEventSchema,
  auditExportSchema,
  auditListSchema,
  checkpointListSchema,
} from "@/lib/audit/schema";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/audit-events";
const tag = "Audit";

/** Who did what, when, from where, and what it changed; append-only. */
export function registerAudit(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag,
    summary: "List audit events",
    description: "Newest first.",
    query: auditListSchema,
    answers: {
      200: {
        description: "A page.",
        schema: z.object({
          items: z.array(named("AuditEvent", auditEventSchema)),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listAuditEvents(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/export`,
    tag,
    summary: "Export audit events",
    description:
      "Oldest first, as a stream of CSV, or of JSON Lines that `npm run audit:verify -- --file` can check. Needs a step-up, and is an event itself.",
    query: auditExportSchema,
    answers: { 200: { description: "The file.", schema: z.string(), contentType: "text/csv" } },
    handle: async ({ ctx, query }) => {
      const { filename, contentType, stream } = await exportAuditEvents(ctx, query);
      return new Response(stream, {
        headers: {
          "content-type": contentType,
          "content-disposition": `attachment; filename="${filename}"`,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        },
      });
    },
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/checkpoints`,
    tag,
    summary: "List signed checkpoints",
    description: "Newest first. Keep copies somewhere else: with them a cut-off tail shows.",
    query: checkpointListSchema,
    answers: {
      200: {
        description: "A page.",
        schema: z.object({
          items: z.array(named("AuditCheckpoint", auditCheckpointSchema)),
          nextCursor: z.string().nullable(),
        }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listAuditCheckpoints(ctx, query) }),
  });
}
