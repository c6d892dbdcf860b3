import type { Id } from "@/lib/core/ids";

/** What the rendered message of the development mailbox is sealed to, so that it opens in its own row only. */
export function renderedContext(id: Id<"mail">): string {
  return `email_outbox/${id}/rendered`;
}
