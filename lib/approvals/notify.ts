import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import { enqueueJob } from "@/lib/infra/queue/enqueue-job";
import { type MailProps, queueMail } from "@/lib/notifications/queue-mail";
import { changesInWords, payloadSchema, scopesOf } from "./payload";
import { type ApproverRow, organizationName, type RequestRow, readSettingsRow } from "./queries";
import type { RequestKind } from "./schema";
import type { RequestView } from "./view-request";

/** More than these would be spam: the request is in everybody's list anyway. */
export const MOST_MAILS = 50;

export const KIND_WORDS: Record<RequestKind, string> = {
  create_key: "new key",
  extend_scopes: "more scopes",
  extend_expiry: "longer expiry",
  elevate: "temporary scopes",
  waive_network: "waiver of the allow-list",
};

type Reference = MailProps<"request-to-approve">["request"];
type Organization = Awaited<ReturnType<typeof organizationName>>;

/** A request as mail shows it. */
export function requestReference(
  row: RequestRow,
  environment: { name: string; projectName: string },
  organization: Organization,
): Reference {
  const { request } = row;
  return {
    kind: KIND_WORDS[request.kind],
    keyName: request.keyName,
    project: environment.projectName,
    environment: environment.name,
    scopes: scopesOf(payloadSchema.parse(request.payload)),
    requestedBy: { name: row.requesterName, email: row.requesterEmail },
    reason: request.reason === "" ? "none given" : request.reason,
    expiresAt: request.expiresAt.toISOString(),
    url: pageUrl(`/${organization.slug}/requests/${request.id}`),
  };
}

/** Asks those who may decide, by mail and in the organization's chat. `event` keeps one mail per event. */
export async function askApprovers(
  tx: Transaction,
  ctx: Context,
  view: RequestView,
  people: readonly ApproverRow[],
  options: { event: string; approvalsNeeded: number },
): Promise<void> {
  const { organizationId } = ctx.actor;
  const organization = await organizationName(tx, organizationId);
  const request = requestReference(view.row, view.environment, organization);
  for (const person of people.slice(0, MOST_MAILS)) {
    await queueMail(tx, ctx, organizationId, {
      event: `${view.row.request.id}/${view.row.request.revision}/${options.event}/${person.userId}`,
      template: "request-to-approve",
      props: {
        organizationName: organization.name,
        timeZone: person.timezone ?? organization.timezone,
        request,
        approvalsNeeded: options.approvalsNeeded,
      },
      to: person.email,
      userId: person.userId,
    });
  }
  await postToChat(tx, organizationId, view.row.request.id, "asked");
}

export type Outcome = {
  decision: "approved" | "denied" | "expired" | "cancelled";
  decidedBy: { name: string; email: string }[];
  comment?: string | null;
};

/** Tells the requester how it ended. */
export async function tellRequester(
  tx: Transaction,
  ctx: Context,
  row: RequestRow,
  environment: { name: string; projectName: string },
  outcome: Outcome,
): Promise<void> {
  const { request } = row;
  const { organizationId } = ctx.actor;
  const organization = await organizationName(tx, organizationId);
  await queueMail(tx, ctx, organizationId, {
    event: `${request.id}/${outcome.decision}`,
    template: "request-decided",
    props: {
      organizationName: organization.name,
      timeZone: organization.timezone,
      request: requestReference(row, environment, organization),
      decision: outcome.decision,
      decidedBy: outcome.decidedBy,
      decidedAt: ctx.clock.now().toISOString(),
      ...(outcome.comment ? { comment: outcome.comment } : {}),
      changes: changesInWords(payloadSchema.parse(request.submitted), payloadSchema.parse(request.payload)),
      claimable: request.kind === "create_key",
    },
    to: row.requesterEmail,
    userId: request.requesterId,
  });
  await postToChat(tx, organizationId, request.id, outcome.decision);
}

/** Enqueues the message for the organization's webhook, where it has one. */
async function postToChat(
  tx: Transaction,
  organizationId: Id<"organization">,
  requestId: Id<"request">,
  event: "asked" | Outcome["decision"],
): Promise<void> {
  const settings = await readSettingsRow(tx, organizationId);
  if (settings.webhookUrl === null) return;
  await enqueueJob(tx, "post_request_message", { organizationId, requestId, event });
}
