import { eq } from "drizzle-orm";
import { requests } from "@/db/schema/approvals";
import { type Context, withOrganization } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { guardedFetch, type OutboundCall } from "@/lib/infra/outbound/guarded-fetch";
import { KIND_WORDS, requestReference } from "./notify";
import { missingOf } from "./policy";
import { organizationName, readSettingsRow, requestRows } from "./queries";
import { type RequestView, viewRequests } from "./view-request";

export type MessageEvent = "asked" | "approved" | "denied" | "expired" | "cancelled";

/**
 * Posts a request's news to the organization's Slack-compatible webhook. Nothing of a secret is in it; people's words are
 * escaped, so that they cannot ping a channel or forge a link. Rejects when it was not taken, to be tried again.
 */
export async function postRequestMessage(
  ctx: Context,
  message: { requestId: Id<"request">; event: MessageEvent },
  outbound: Pick<OutboundCall, "allowPrivate" | "resolve">,
): Promise<"posted" | "nothing"> {
  const { organizationId } = ctx.actor;
  const found = await withOrganization(ctx, async (tx) => {
    const settings = await readSettingsRow(tx, organizationId);
    const rows = await requestRows(tx, organizationId, eq(requests.id, message.requestId), 1);
    const [view] = await viewRequests(tx, ctx, rows);
    if (!view || settings.webhookUrl === null) return null;
    const url = ctx.vault.open(settings.webhookUrl, `approval_settings/${organizationId}`);
    return { url, body: messageOf(view, message.event, await organizationName(tx, organizationId)) };
  });
  if (!found) return "nothing";
  const answer = await guardedFetch(found.url, {
    ...outbound,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(found.body),
  });
  if (answer.status >= 200 && answer.status < 300) return "posted";
  throw new Error(`The webhook answered ${answer.status}.`);
}

/** Slack's three control characters, and its special mentions with them. */
export function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function messageOf(
  view: RequestView,
  event: MessageEvent,
  organization: { name: string; slug: string; timezone: string },
) {
  const { request, requesterName } = view.row;
  const facts = requestReference(view.row, view.environment, organization);
  const what = `${KIND_WORDS[request.kind]}: ${request.keyName} (${facts.project}, ${facts.environment})`;
  const needed = missingOf(request.rules, view.given);
  const title =
    event === "asked"
      ? `${requesterName} asks for approval of a ${what}. Approvals needed: ${needed}.`
      : `The request of ${requesterName} was ${event}: ${what}.`;
  const lines = [`*${escapeSlack(title)}*`];
  if (event === "asked") {
    lines.push(`Reason: ${escapeSlack(facts.reason.slice(0, 500))}`);
    if (facts.scopes.length > 0) lines.push(`Scopes: ${escapeSlack(facts.scopes.slice(0, 30).join(", "))}`);
  }
  lines.push(`<${facts.url}|Open the request>`);
  return {
    text: escapeSlack(title),
    blocks: [{ type: "section", text: { type: "mrkdwn", text: lines.join("\n") } }],
  };
}
