import type { components } from "@/clients/sdk/generated/schema";

type Propagation = components["schemas"]["Propagation"];

/** What the gateways said about a change; `verb` is what they do with the key once they know. */
export type Receipt = { verb: "Refused" | "Accepted" | "Known"; propagation: Propagation };

/** The gateways' receipts in one sentence, and whether all of them have answered. */
export function receiptWords({ verb, propagation: { confirmed, total, milliseconds } }: Receipt) {
  if (total === 0) return { complete: true, text: "No gateway is running; each one reads this when it starts." };
  const gateways = total === 1 ? "gateway" : "gateways";
  const preposition = verb === "Known" ? "to" : "by";
  if (confirmed >= total) {
    return {
      complete: true,
      text: `${verb} ${preposition} ${confirmed} of ${total} ${gateways} after ${milliseconds.toLocaleString("en")} ms.`,
    };
  }
  return {
    complete: false,
    text: `${verb} ${preposition} ${confirmed} of ${total} ${gateways} so far. The others have not confirmed within ${Math.max(1, Math.round(milliseconds / 1000))} s.`,
  };
}
