import type { z } from "zod";
import { anomalyAlertEmail } from "@/lib/emails/anomalies/anomaly-alert";
import { breakGlassUsedEmail } from "@/lib/emails/approvals/break-glass-used";
import { handOverOpenedAgainEmail } from "@/lib/emails/approvals/hand-over-opened-again";
import { requestDecidedEmail } from "@/lib/emails/approvals/request-decided";
import { requestExpiringEmail } from "@/lib/emails/approvals/request-expiring";
import { requestReminderEmail } from "@/lib/emails/approvals/request-reminder";
import { requestToApproveEmail } from "@/lib/emails/approvals/request-to-approve";
import type { EmailUnit } from "@/lib/emails/define-email";
import { allSessionsEndedEmail } from "@/lib/emails/identity/all-sessions-ended";
import { confirmEmailEmail } from "@/lib/emails/identity/confirm-email";
import { emailChangedEmail } from "@/lib/emails/identity/email-changed";
import { factorAddedEmail, factorRemovedEmail } from "@/lib/emails/identity/factor-changed";
import { invitationEmail } from "@/lib/emails/identity/invitation";
import { magicLinkEmail } from "@/lib/emails/identity/magic-link";
import { newDeviceSignInEmail } from "@/lib/emails/identity/new-device-sign-in";
import { passwordChangedEmail } from "@/lib/emails/identity/password-changed";
import { passwordResetEmail } from "@/lib/emails/identity/password-reset";
import { recoveryCodeUsedEmail } from "@/lib/emails/identity/recovery-code-used";
import { welcomeEmail } from "@/lib/emails/identity/welcome";
import { keyCreatedInHighEnvironmentEmail } from "@/lib/emails/keys/key-created-in-high-environment";
import { keyExpiredStillUsedEmail } from "@/lib/emails/keys/key-expired-still-used";
import { keyExpiringEmail } from "@/lib/emails/keys/key-expiring";
import { keyRevokedEmail } from "@/lib/emails/keys/key-revoked";
import { keysHandedOverEmail } from "@/lib/emails/keys/keys-handed-over";
import { keysOutOfBoundsEmail } from "@/lib/emails/keys/keys-out-of-bounds";
import { keysUnusedEmail } from "@/lib/emails/keys/keys-unused";
import { quotaNearEmail } from "@/lib/emails/keys/quota-near";
import { transferOfferedEmail } from "@/lib/emails/keys/transfer-offered";
import { deadLetterEmail } from "@/lib/emails/notifications/dead-letter";
import { weeklyDigestEmail } from "@/lib/emails/notifications/weekly-digest";
import { removedFromOrganizationEmail } from "@/lib/emails/organizations/removed-from-organization";
import { roleChangedEmail } from "@/lib/emails/organizations/role-changed";
import { reviewAssignedEmail } from "@/lib/emails/reviews/review-assigned";
import { reviewReminderEmail } from "@/lib/emails/reviews/review-reminder";
import { deliveryFailedEmail } from "@/lib/emails/rotation/delivery-failed";
import { overlapEndingEmail } from "@/lib/emails/rotation/overlap-ending";
import { rotationDueEmail } from "@/lib/emails/rotation/rotation-due";
import { rotationsDueEmail } from "@/lib/emails/rotation/rotations-due";

/** Every mail by the name an outbox row stores. */
export const emailCatalogue = {
  "all-sessions-ended": allSessionsEndedEmail,
  "anomaly-alert": anomalyAlertEmail,
  "break-glass-used": breakGlassUsedEmail,
  "confirm-email": confirmEmailEmail,
  "dead-letter": deadLetterEmail,
  "delivery-failed": deliveryFailedEmail,
  "email-changed": emailChangedEmail,
  "factor-added": factorAddedEmail,
  "factor-removed": factorRemovedEmail,
  "hand-over-opened-again": handOverOpenedAgainEmail,
  invitation: invitationEmail,
  "key-created-in-high-environment": keyCreatedInHighEnvironmentEmail,
  "key-expired-still-used": keyExpiredStillUsedEmail,
  "key-expiring": keyExpiringEmail,
  "key-revoked": keyRevokedEmail,
  "keys-handed-over": keysHandedOverEmail,
  "keys-out-of-bounds": keysOutOfBoundsEmail,
  "keys-unused": keysUnusedEmail,
  "magic-link": magicLinkEmail,
  "new-device-sign-in": newDeviceSignInEmail,
  "overlap-ending-still-in-use": overlapEndingEmail,
  "password-changed": passwordChangedEmail,
  "password-reset": passwordResetEmail,
  "quota-near": quotaNearEmail,
  "recovery-code-used": recoveryCodeUsedEmail,
  "removed-from-organization": removedFromOrganizationEmail,
  "request-decided": requestDecidedEmail,
  "request-expiring": requestExpiringEmail,
  "request-reminder": requestReminderEmail,
  "request-to-approve": requestToApproveEmail,
  "review-assigned": reviewAssignedEmail,
  "review-reminder": reviewReminderEmail,
  "role-changed": roleChangedEmail,
  "rotation-due": rotationDueEmail,
  "rotations-due": rotationsDueEmail,
  "transfer-offered": transferOfferedEmail,
  "weekly-digest": weeklyDigestEmail,
  welcome: welcomeEmail,
} satisfies Record<string, EmailUnit>;

export type EmailName = keyof typeof emailCatalogue;
export type EmailPropsByName = { [Name in EmailName]: z.input<(typeof emailCatalogue)[Name]["schema"]> };

const byName: ReadonlyMap<string, EmailUnit> = new Map(Object.entries(emailCatalogue));

/** The mail of that name, or undefined: names in an outbox may be older than this release. */
export function findEmail(name: string): EmailUnit | undefined {
  return byName.get(name);
}
