import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";

export const newDeviceSignInEmail = defineEmail({
  name: "new-device-sign-in",
  category: "security",
  schema: z.object({ ...baseFields, signedInFrom: origin, sessionsUrl: webUrl }),
  subject: () => "A new device signed in to your account",
  preview: (props) => `From ${props.signedInFrom.place ?? props.signedInFrom.address ?? "an unknown address"}.`,
  Body: (props) => (
    <>
      <Title>A new device signed in</Title>
      <Paragraph>Your account was used from a device that has not been seen before.</Paragraph>
      <Facts>
        <OriginFacts origin={props.signedInFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.sessionsUrl}>See your sessions</Action>
      <Note>If it was not you, end that session and change your password. If it was you, there is nothing to do.</Note>
    </>
  ),
});
