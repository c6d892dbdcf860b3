import { MAIL_STATES } from "@/lib/notifications/schema";

/** The read of the outbox as the query cache names it; the same on the server and in the browser. */
export const MAIL_PATH = "/organizations/{organization}/mail";

/** The query of `GET /mail` that the filters of the page ask for. */
export function mailQuery(values: Readonly<Record<string, readonly string[]>>) {
  const state = MAIL_STATES.find((known) => known === values.state?.[0]);
  const recipient = values.recipient?.[0]?.trim();
  return { limit: 50, ...(state ? { state } : {}), ...(recipient ? { recipient } : {}) };
}
