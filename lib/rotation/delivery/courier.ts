import type { deliveryTargets } from "@/db/schema/lifecycle";
import type { Vault } from "@/lib/core/vault";
import { OutboundError } from "@/lib/infra/outbound/guarded-fetch";
import { PrivateAddressError } from "@/lib/infra/outbound/public-address";
import { DELIVERY_CREDENTIALS, DELIVERY_SETTINGS } from "../schema";
import { DeliveryError, type Outbound, type Parcel } from "./delivery";
import { signedWebhook } from "./signed-webhook";
import { vaultKv } from "./vault-kv";

type TargetRow = typeof deliveryTargets.$inferSelect;

/** What a target's credentials are sealed for. */
export function credentialsContext(targetId: string): string {
  return `delivery_targets/${targetId}`;
}

/** A target with its credentials opened, ready to be used once. Both reject with DeliveryError alone. */
export function courierOf(
  target: TargetRow,
  vault: Vault,
  outbound: Outbound,
  now: Date,
): { deliver(parcel: Parcel): Promise<string>; test(): Promise<string> } {
  const credentials: unknown = JSON.parse(vault.open(target.credentials, credentialsContext(target.id)));
  switch (target.kind) {
    case "vault_kv2": {
      const settings = DELIVERY_SETTINGS.vault_kv2.parse(target.settings);
      const own = DELIVERY_CREDENTIALS.vault_kv2.parse(credentials);
      return {
        deliver: (parcel) => named(vaultKv.deliver(parcel, settings, own, outbound, now)),
        test: () => named(vaultKv.test(settings, own, outbound, now)),
      };
    }
    case "webhook": {
      const settings = DELIVERY_SETTINGS.webhook.parse(target.settings);
      const own = DELIVERY_CREDENTIALS.webhook.parse(credentials);
      return {
        deliver: (parcel) => named(signedWebhook.deliver(parcel, settings, own, outbound, now)),
        test: () => named(signedWebhook.test(settings, own, outbound, now)),
      };
    }
    default:
      throw new DeliveryError(`This release cannot deliver to ${target.kind}.`, { refused: true });
  }
}

/** An address that was never connected to has nothing of the parcel; a call that broke off may have left it. */
async function named(work: Promise<string>): Promise<string> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    if (error instanceof PrivateAddressError) throw new DeliveryError(error.message, { refused: true, cause: error });
    if (error instanceof OutboundError) throw new DeliveryError(error.message, { refused: false, cause: error });
    throw new DeliveryError("The delivery failed for a reason of our own.", { refused: false, cause: error });
  }
}
