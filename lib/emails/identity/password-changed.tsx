import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";

export const passwordChangedEmail = defineEmail({
  name: "password-changed",
  category: "security",
  schema: z.object({ ...baseFields, changedFrom: origin, recoverUrl: webUrl }),
  subject: () => "Your password was changed",
  preview: () => "If it was not you, take your account back now.",
  Body: (props) => (
    <>
      <Title>Your password was changed</Title>
      <Paragraph>All other sessions of your account were ended.</Paragraph>
      <Facts>
        <OriginFacts origin={props.changedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.recoverUrl}>It was not me</Action>
      <Note>If it was you, there is nothing to do.</Note>
    </>
  ),
});
