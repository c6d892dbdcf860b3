import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, instant, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const passwordResetEmail = defineEmail({
  name: "password-reset",
  category: "security",
  schema: z.object({ ...baseFields, resetUrl: webUrl, expiresAt: instant, requestedFrom: origin }),
  subject: () => "Reset your password",
  preview: () => "Someone asked to reset the password of your account.",
  Body: (props) => (
    <>
      <Title>Reset your password</Title>
      <Paragraph>Someone asked to reset the password of your account.</Paragraph>
      <Facts>
        <OriginFacts origin={props.requestedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.resetUrl}>Choose a new password</Action>
      <Note>
        The link works once, until {formatMinute(props.expiresAt, props.timeZone)}. If it was not you, ignore this mail:
        your password stays as it is.
      </Note>
    </>
  ),
});
