import { describe, expect, it } from "vitest";
import { requestDecidedEmail } from "@/lib/emails/approvals/request-decided";
import { renderEmail } from "@/lib/emails/define-email";
import { emailChangedEmail } from "@/lib/emails/identity/email-changed";
import { magicLinkEmail } from "@/lib/emails/identity/magic-link";
import { keyExpiringEmail } from "@/lib/emails/keys/key-expiring";
import { keyRevokedEmail } from "@/lib/emails/keys/key-revoked";
import { quotaNearEmail } from "@/lib/emails/keys/quota-near";
import { samplePropsWith } from "@/lib/emails/testing/samples";

const samples = samplePropsWith("billing sync");

describe("mail variants", () => {
  it("never gives the new address the link that undoes a change of address", async () => {
    const { recipient: _, ...props } = samples["email-changed"];
    const mail = await renderEmail(emailChangedEmail, { ...props, recipient: "new-address" });
    expect(mail.html).not.toContain("undo");
    expect(mail.text).toContain("From now on you sign in");
  });

  it("folds several expiring keys into one mail that leads with the soonest", async () => {
    const [key] = samples["key-expiring"].keys;
    if (!key) throw new Error("The sample has no key.");
    const keys = [14, 3, 30].map((daysLeft, index) => ({
      ...key,
      name: `key ${index}`,
      daysLeft,
      url: `${key.url}${index}`,
    }));
    const mail = await renderEmail(keyExpiringEmail, { ...samples["key-expiring"], keys });
    expect(mail.subject).toBe("3 keys will expire, the first in 3 days");
    for (const { name } of keys) expect(mail.text).toContain(name);
  });

  it("says today and tomorrow instead of a number of days", async () => {
    const [key] = samples["key-expiring"].keys;
    if (!key) throw new Error("The sample has no key.");
    const subjects = await Promise.all(
      [0, 1].map(async (daysLeft) => {
        const props = { ...samples["key-expiring"], keys: [{ ...key, daysLeft }] };
        return (await renderEmail(keyExpiringEmail, props)).subject;
      }),
    );
    expect(subjects[0]).toContain("expires today");
    expect(subjects[1]).toContain("expires tomorrow");
  });

  it("asks a requester to claim only what was approved", async () => {
    const denied = await renderEmail(requestDecidedEmail, { ...samples["request-decided"], decision: "denied" });
    expect(denied.subject).toContain("Request denied");
    expect(denied.text).not.toContain("Claim");
  });

  it("names the policy where no person revoked the key", async () => {
    const mail = await renderEmail(keyRevokedEmail, { ...samples["key-revoked"], revokedBy: null, callsLastDay: 0 });
    expect(mail.text).toContain("Revoked by: Latchkey, by the environment's policy");
    expect(mail.text).toContain("was not used in the 24 hours before");
  });

  it("says that calls are refused once the quota is used up", async () => {
    const mail = await renderEmail(quotaNearEmail, { ...samples["quota-near"], threshold: 100 });
    expect(mail.subject).toContain("Quota used up");
    expect(mail.text).toContain("QUOTA_EXCEEDED");
  });

  it("shows the reader's zone, also across half hours, and UTC where the zone is unknown", async () => {
    const zoned = async (timeZone: string) =>
      (await renderEmail(magicLinkEmail, { ...samples["magic-link"], timeZone })).text;
    expect(await zoned("Asia/Kolkata")).toMatch(/29 November 2026 at 14:30 (?:GMT\+5:30|IST)/);
    expect(await zoned("Mars/Olympus")).toContain("29 November 2026 at 09:00 UTC");
  });

  it("keeps an ordinary name as it was written", async () => {
    const name = "billing-sync v2 (EU) & co. – “nightly”";
    const [key] = samplePropsWith(name)["key-expiring"].keys;
    if (!key) throw new Error("The sample has no key.");
    const mail = await renderEmail(keyExpiringEmail, { ...samples["key-expiring"], keys: [key] });
    expect(mail.subject).toContain(name);
    expect(mail.text).toContain(name);
  });
});
