import type { OutboundCall } from "@/lib/infra/outbound/guarded-fetch";

/** What is put into a target. The secret is in memory only, here and nowhere else. */
export type Parcel = {
  rotationId: string;
  organization: string;
  key: { id: string; name: string; project: string; environment: string };
  version: { id: string; number: number };
  secret: string;
  /** Where in the target; empty is the target's own place. */
  place: string;
};

/** How a target is reached. */
export type Outbound = Pick<OutboundCall, "allowPrivate" | "resolve">;

/**
 * A target did not take the parcel. `refused`: it answered so, and has nothing of it; otherwise it may hold the secret, which
 * then has to go on working for a while.
 */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly refused: boolean;

  constructor(message: string, options: { refused: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.refused = options.refused;
  }
}

/** One kind of target. `deliver` answers where it was put, in words. Both throw DeliveryError. */
export type Courier<Settings, Credentials> = {
  deliver(parcel: Parcel, settings: Settings, credentials: Credentials, outbound: Outbound, now: Date): Promise<string>;
  /** Proves without a secret that a delivery would be taken; answers what was found, in words. */
  test(settings: Settings, credentials: Credentials, outbound: Outbound, now: Date): Promise<string>;
};

/** What an answer that is not a success means. Other than a 4xx, the target may have done half of it. */
export function unexpected(who: string, status: number, details: string[] = []): DeliveryError {
  const why = details.length > 0 ? `: ${details.join("; ").slice(0, 300)}` : "";
  return new DeliveryError(`${who} answered ${status}${why}.`, { refused: status >= 400 && status < 500 });
}
