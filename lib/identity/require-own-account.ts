import type { AccountActor } from "@/lib/core/actor";
import type { Clock } from "@/lib/core/clock";
import { forbidden } from "@/lib/core/errors";
import { requireStepUp } from "@/lib/core/permissions";

/**
 * What changes how a person signs in needs a factor proved a moment ago, in a session that they opened themselves: an
 * organization's identity provider speaks for its organization, not for the account.
 */
export function requireOwnAccount(actor: AccountActor, clock: Clock): void {
  if (actor.confinedTo !== null) {
    throw forbidden(
      "This session was opened by your organization's single sign-on. Sign in with your own password or passkey to change how you sign in.",
    );
  }
  requireStepUp(actor, clock);
}
