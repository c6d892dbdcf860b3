import { createHmac } from "node:crypto";
import type { z } from "zod";
import { guardedFetch } from "@/lib/infra/outbound/guarded-fetch";
import type { DELIVERY_CREDENTIALS, DELIVERY_SETTINGS } from "../schema";
import { type Courier, type Outbound, unexpected } from "./delivery";

type Settings = z.output<typeof DELIVERY_SETTINGS.webhook>;
type Credentials = z.output<typeof DELIVERY_CREDENTIALS.webhook>;

/** The signature of a message after Standard Webhooks: `v1,` and base64 of HMAC-SHA-256 over `id.timestamp.body`. */
export function signMessage(secret: string, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

async function post(
  id: string,
  message: unknown,
  settings: Settings,
  credentials: Credentials,
  outbound: Outbound,
  now: Date,
): Promise<void> {
  const body = JSON.stringify(message);
  const timestamp = Math.floor(now.getTime() / 1000);
  const answer = await guardedFetch(settings.url, {
    ...outbound,
    method: "POST",
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signMessage(credentials.signingSecret, id, timestamp, body),
    },
    body,
  });
  if (answer.status < 200 || answer.status >= 300) throw unexpected("The webhook", answer.status);
}

/** A service of the tenant's own that takes secrets; it proves by the signature that they come from here. */
export const signedWebhook: Courier<Settings, Credentials> = {
  async deliver(parcel, settings, credentials, outbound, now) {
    const { rotationId, secret, place, organization, key, version } = parcel;
    const data = { organization, key, version, secret, ...(place === "" ? {} : { place }) };
    await post(
      `${rotationId}-${version.number}`,
      { type: "key.rotated", timestamp: now.toISOString(), data },
      settings,
      credentials,
      outbound,
      now,
    );
    return new URL(settings.url).host + (place === "" ? "" : ` (${place})`);
  },

  async test(settings, credentials, outbound, now) {
    const id = `test-${now.getTime()}`;
    await post(id, { type: "test", timestamp: now.toISOString(), data: {} }, settings, credentials, outbound, now);
    return "The webhook took a signed test message.";
  },
};
