import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";

export const allSessionsEndedEmail = defineEmail({
  name: "all-sessions-ended",
  category: "security",
  schema: z.object({ ...baseFields, reason: z.string(), endedFrom: origin, signInUrl: webUrl }),
  subject: () => "All sessions of your account were ended",
  preview: () => "Every device has to sign in again.",
  Body: (props) => (
    <>
      <Title>All sessions were ended</Title>
      <Paragraph>
        Every device has to sign in again. Reason: <Inert>{props.reason}</Inert>
      </Paragraph>
      <Facts>
        <OriginFacts origin={props.endedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.signInUrl}>Sign in</Action>
      <Note>If you did not expect this, change your password after signing in.</Note>
    </>
  ),
});
