import type { EmailName, EmailPropsByName } from "@/lib/emails/catalogue";

const URL_BASE = "https://keys.acme.test";
const AT = "2026-11-22T17:40:00.000Z";
const LATER = "2026-11-29T09:00:00.000Z";

/**
 * Props for every mail in the catalogue, with `text` wherever a person could have written something: the same templates
 * then serve as calm samples and as hostile ones.
 */
export function samplePropsWith(text: string): EmailPropsByName {
  const base = {
    organizationName: text,
    preferencesUrl: `${URL_BASE}/account/notifications`,
    timeZone: "Europe/Berlin",
  };
  const ana = { name: text, email: "ana@acme.test" };
  const from = { at: AT, address: "203.0.113.7", agent: text, place: text };
  const key = {
    name: text,
    hint: "acme_prod_Ab12…wxyz",
    project: text,
    environment: text,
    url: `${URL_BASE}/acme/keys/key_1`,
  };
  const caller = { address: "198.51.100.4", agent: text, endpoint: text, calls: 1_204, lastSeenAt: AT };
  const request = {
    kind: "more scopes",
    keyName: text,
    project: text,
    environment: text,
    scopes: ["invoices:read", text],
    requestedBy: ana,
    reason: text,
    expiresAt: LATER,
    url: `${URL_BASE}/acme/requests/req_1`,
  };
  return {
    "all-sessions-ended": { ...base, reason: text, endedFrom: from, signInUrl: `${URL_BASE}/sign-in` },
    "anomaly-alert": {
      ...base,
      key,
      severity: "high",
      title: text,
      observed: text,
      expected: text,
      startedAt: AT,
      response: text,
      picture: { cid: "anomaly@latchkey", alt: text },
      anomalyUrl: `${URL_BASE}/acme/anomalies/ano_1`,
      expectedUrl: `${URL_BASE}/acme/anomalies/ano_1?feedback=expected`,
      unexpectedUrl: `${URL_BASE}/acme/anomalies/ano_1?feedback=unexpected`,
    },
    "break-glass-used": {
      ...base,
      usedBy: ana,
      usedFrom: from,
      reason: text,
      environment: text,
      endsAt: LATER,
      incidentUrl: `${URL_BASE}/acme/incidents/inc_1`,
    },
    "dead-letter": {
      ...base,
      deliveries: [{ id: "mail_1", kind: text, to: "bo@acme.test", code: text, attempts: 8, gaveUpAt: AT }],
      deliveriesUrl: `${URL_BASE}/acme/settings/deliveries`,
    },
    "confirm-email": {
      ...base,
      newEmail: text,
      confirmUrl: `${URL_BASE}/account/email/confirm#token=t`,
      expiresAt: LATER,
      requestedFrom: from,
    },
    "email-changed": {
      ...base,
      recipient: "old-address",
      oldEmail: "ana@acme.test",
      newEmail: text,
      changedFrom: from,
      undoUrl: `${URL_BASE}/account/undo?token=t`,
      undoExpiresAt: LATER,
    },
    "factor-added": { ...base, factor: "passkey", label: text, changedFrom: from, factorsUrl: `${URL_BASE}/account` },
    "factor-removed": { ...base, factor: "passkey", label: text, changedFrom: from, factorsUrl: `${URL_BASE}/account` },
    "hand-over-opened-again": {
      ...base,
      keyName: text,
      keyUrl: `${URL_BASE}/acme/keys/key_1`,
      first: from,
      again: from,
    },
    invitation: {
      ...base,
      invitedBy: ana,
      role: "developer",
      acceptUrl: `${URL_BASE}/invitations/accept?token=t&x=1`,
      expiresAt: LATER,
    },
    "key-created-in-high-environment": {
      ...base,
      key,
      owner: ana,
      createdBy: ana,
      createdFrom: from,
      scopes: ["invoices:read", text],
      expiresAt: LATER,
    },
    "key-expired-still-used": {
      ...base,
      key,
      expiredAt: AT,
      callsRefused: 12,
      clientCount: 3,
      clients: [caller],
      rotateUrl: `${URL_BASE}/acme/keys/key_1/rotate`,
    },
    "key-expiring": {
      ...base,
      keys: [
        {
          ...key,
          expiresAt: LATER,
          daysLeft: 7,
          callsLastWeek: 4_210,
          owner: ana,
          rotateUrl: `${URL_BASE}/acme/keys/key_1/rotate`,
          extendUrl: `${URL_BASE}/acme/keys/key_1/extend`,
        },
      ],
      inventoryUrl: `${URL_BASE}/acme/keys?expiring=30d`,
    },
    "key-revoked": { ...base, key, revokedBy: ana, revokedAt: AT, reason: text, callsLastDay: 3 },
    "magic-link": { ...base, signInUrl: `${URL_BASE}/sign-in?token=t`, expiresAt: LATER, requestedFrom: from },
    "new-device-sign-in": { ...base, signedInFrom: from, sessionsUrl: `${URL_BASE}/account/sessions` },
    "overlap-ending-still-in-use": { ...base, key, endsAt: LATER, clientCount: 3, clients: [caller], endWaits: false },
    "password-changed": { ...base, changedFrom: from, recoverUrl: `${URL_BASE}/account/recover?token=t` },
    "password-reset": { ...base, resetUrl: `${URL_BASE}/reset?token=t`, expiresAt: LATER, requestedFrom: from },
    "quota-near": { ...base, key, threshold: 80, used: 80_012, quota: 100_000, resetsAt: LATER },
    "recovery-code-used": { ...base, codesLeft: 2, usedFrom: from, factorsUrl: `${URL_BASE}/account` },
    "removed-from-organization": { ...base, removedBy: ana, removedAt: AT, keysHandedOver: 4 },
    "request-decided": {
      ...base,
      request,
      decision: "approved",
      decidedBy: [ana],
      decidedAt: AT,
      comment: text,
      changes: [text],
      claimable: true,
    },
    "request-expiring": { ...base, request, recipient: "requester" },
    "request-reminder": { ...base, requests: [request], requestsUrl: `${URL_BASE}/acme/requests` },
    "request-to-approve": { ...base, request, approvalsNeeded: 2 },
    "review-assigned": {
      ...base,
      reviewName: text,
      itemCount: 12,
      dueAt: LATER,
      onSilence: text,
      reviewUrl: `${URL_BASE}/acme/reviews/rev_1`,
    },
    "review-reminder": {
      ...base,
      reviewName: text,
      itemsLeft: 4,
      itemCount: 12,
      dueAt: LATER,
      daysLeft: 3,
      onSilence: text,
      reviewUrl: `${URL_BASE}/acme/reviews/rev_1`,
    },
    "role-changed": {
      ...base,
      oldRole: "developer",
      newRole: "admin",
      changedBy: ana,
      changedAt: AT,
      organizationUrl: `${URL_BASE}/acme`,
    },
    "keys-out-of-bounds": {
      ...base,
      keys: [
        { ...key, breaches: ["never expires", "has no IP allow-list"] },
        { ...key, url: `${URL_BASE}/acme/keys/key_2`, breaches: ["has a wildcard scope"] },
      ],
      more: 3,
      endsAt: LATER,
      policyUrl: `${URL_BASE}/acme/projects/api/environments/production/policy`,
    },
    "keys-unused": {
      ...base,
      keys: [
        { ...key, daysUnused: 94, lastUsedAt: AT, response: "tell", next: { response: "disable", at: LATER } },
        {
          ...key,
          url: `${URL_BASE}/acme/keys/key_2`,
          daysUnused: 120,
          lastUsedAt: null,
          response: "revoke",
          next: null,
        },
      ],
      more: 3,
      inventoryUrl: `${URL_BASE}/acme/keys?unusedSince=30d`,
    },
    "rotations-due": {
      ...base,
      keys: [
        { ...key, dueAt: LATER, rotateUrl: `${URL_BASE}/acme/keys/key_1?open=rotate` },
        {
          ...key,
          url: `${URL_BASE}/acme/keys/key_2`,
          dueAt: LATER,
          rotateUrl: `${URL_BASE}/acme/keys/key_2?open=rotate`,
        },
      ],
      tasksUrl: `${URL_BASE}/acme/keys`,
    },
    "delivery-failed": {
      ...base,
      key,
      target: text,
      attempts: 8,
      error: text,
      rotateUrl: `${URL_BASE}/acme/keys/key_1`,
    },
    "rotation-due": {
      ...base,
      key,
      dueAt: LATER,
      lastRotatedAt: null,
      reason: text,
      rotateUrl: `${URL_BASE}/acme/keys/key_1/rotate`,
    },
    "keys-handed-over": {
      ...base,
      formerOwner: text,
      handedOverBy: ana,
      team: null,
      keys: [key],
      more: 0,
      keysUrl: `${URL_BASE}/acme/keys`,
    },
    "transfer-offered": {
      ...base,
      offeredBy: ana,
      keys: [key],
      reason: text,
      acceptUrl: `${URL_BASE}/acme/transfers/tra_1`,
      expiresAt: LATER,
    },
    "weekly-digest": {
      ...base,
      from: "2026-11-15T23:00:00.000Z",
      to: "2026-11-22T23:00:00.000Z",
      verifications: 1_204_118,
      verificationsBefore: 1_003_432,
      refusals: 312,
      keysMade: 4,
      keysRevoked: 1,
      anomaliesOpen: 2,
      requestsWaiting: 1,
      expiring: [{ ...key, daysLeft: 7 }],
      unused: [{ ...key, daysUnused: 94 }],
      overviewUrl: `${URL_BASE}/acme`,
    },
    welcome: { ...base, email: "bo@acme.test", setPasswordUrl: `${URL_BASE}/set-password?token=t`, expiresAt: LATER },
  };
}

/** What each mail must say, in subject and in the plain-text part, when the text is `billing sync`. */
export const EXPECTED_WORDS: Record<EmailName, { subject: string; text: string[] }> = {
  "all-sessions-ended": {
    subject: "All sessions of your account were ended",
    text: ["Every device has to sign in again"],
  },
  "anomaly-alert": { subject: "High: billing sync", text: ["Seen: billing sync", "Yes, expected <https://"] },
  "break-glass-used": {
    subject: "Break-glass access in billing sync",
    text: ["may act without approval until 29 November 2026"],
  },
  "dead-letter": { subject: "1 delivery failed for good", text: ["8 attempts", "bo@acme.test"] },
  "confirm-email": {
    subject: "Confirm your e-mail address",
    text: ["Confirm this address <https://keys.acme.test/account/email/confirm#token=t>", "nothing changes"],
  },
  "email-changed": {
    subject: "The e-mail address of your account was changed",
    text: ["Before: ana@acme.test", "Undo the change <https://keys.acme.test/account/undo?token=t>"],
  },
  "factor-added": { subject: "A sign-in factor was added", text: ["Factor: passkey “billing sync”"] },
  "factor-removed": { subject: "A sign-in factor was removed", text: ["change your password"] },
  "hand-over-opened-again": {
    subject: "Someone opened the link to billing sync a second time",
    text: ["rotate the key now", "Open the key <https://"],
  },
  invitation: {
    subject: "billing sync invited you to billing sync",
    text: ["Accept the invitation <https://keys.acme.test/invitations/accept?token=t&x=1>", "with the role developer"],
  },
  "key-created-in-high-environment": {
    subject: "New key in billing sync",
    text: ["invoices:read", "Expires: 29 November 2026"],
  },
  "key-expired-still-used": {
    subject: "Expired key still used by 3 clients",
    text: ["12 calls from 3 clients were refused", "And 2 more clients."],
  },
  "key-expiring": {
    subject: "Key expires in 7 days: billing sync",
    text: ["29 November 2026 at 10:00 CET", "4,210 calls in the last 7 days", "Rotate <https://"],
  },
  "key-revoked": {
    subject: "Key revoked: billing sync",
    text: ["used 3 times in the 24 hours before", "acme_prod_Ab12…wxyz"],
  },
  "magic-link": {
    subject: "Your sign-in link",
    text: ["Sign in <https://keys.acme.test/sign-in?token=t>", "do not forward"],
  },
  "new-device-sign-in": { subject: "A new device signed in", text: ["203.0.113.7", "22 November 2026 at 18:40 CET"] },
  "overlap-ending-still-in-use": {
    subject: "Old secret still used by 3 clients",
    text: ["198.51.100.4", "1,204 calls", "these clients are refused"],
  },
  "password-changed": { subject: "Your password was changed", text: ["It was not me <https://"] },
  "password-reset": {
    subject: "Reset your password",
    text: ["Choose a new password <https://keys.acme.test/reset?token=t>"],
  },
  "quota-near": { subject: "80 % of the quota used", text: ["80,012 of 100,000"] },
  "recovery-code-used": { subject: "A recovery code was used", text: ["2 recovery codes left"] },
  "removed-from-organization": { subject: "You were removed from billing sync", text: ["4 keys handed over"] },
  "request-decided": {
    subject: "Request approved: more scopes, billing sync",
    text: ["Claim the key <https://", "Comment: billing sync"],
  },
  "request-expiring": { subject: "Request about to expire", text: ["Nobody has decided on your request yet"] },
  "request-reminder": {
    subject: "1 request waits for your decision",
    text: ["decide by 29 November 2026 at 10:00 CET"],
  },
  "request-to-approve": {
    subject: "billing sync asks for approval: more scopes",
    text: ["Scopes: invoices:read, billing sync", "It needs 2 approvals."],
  },
  "review-assigned": { subject: "Review 12 keys: billing sync", text: ["Without a decision: billing sync"] },
  "review-reminder": { subject: "Review due in 3 days: 4 keys left", text: ["Left: 4 of 12 keys"] },
  "role-changed": { subject: "Your role in billing sync is now admin", text: ["Before: developer", "Now: admin"] },
  "keys-out-of-bounds": {
    subject: "Ends on 29 November 2026: 5 keys",
    text: ["never expires, has no IP allow-list", "These keys end on 29 November 2026 at 10:00 CET", "And 3 more keys"],
  },
  "keys-unused": {
    subject: "5 keys not used",
    text: [
      "94 days ago. Unless it is used, it will be disabled on 29 November 2026",
      "It was revoked now",
      "And 3 more keys",
    ],
  },
  "rotations-due": { subject: "Rotation due: 2 keys", text: ["due 29 November 2026", "Rotate <https://"] },
  "delivery-failed": {
    subject: "New secret could not be delivered: billing sync",
    text: ["after 8 attempts", "the secret in use goes on working"],
  },
  "rotation-due": { subject: "Rotation due: billing sync", text: ["Last rotated: never"] },
  "keys-handed-over": {
    subject: "The key billing sync of someone who left: now yours",
    text: ["left the organization", "Rotate those that matter"],
  },
  "transfer-offered": {
    subject: "billing sync wants to hand the key billing sync over to you",
    text: ["Look at the offer <https://"],
  },
  "weekly-digest": {
    subject: "Your week in billing sync",
    text: ["16 November 2026 to 22 November 2026", "1,204,118 (20 % more than the week before)", "94 days"],
  },
  welcome: {
    subject: "Your account in billing sync is ready",
    text: ["Choose a password <https://keys.acme.test/set-password?token=t>"],
  },
};
