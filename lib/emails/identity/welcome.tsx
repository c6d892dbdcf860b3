import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, organizationFields, webUrl } from "@/lib/emails/fields";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const welcomeEmail = defineEmail({
  name: "welcome",
  category: "transactional",
  schema: z.object({ ...organizationFields, email: z.string(), setPasswordUrl: webUrl, expiresAt: instant }),
  subject: (props) => `Your account in ${props.organizationName} is ready`,
  preview: () => "Choose a password to sign in.",
  Body: (props) => (
    <>
      <Title>Your account is ready</Title>
      <Paragraph>
        An account for <Inert>{props.email}</Inert> was created in <Inert>{props.organizationName}</Inert>. Choose a
        password to sign in.
      </Paragraph>
      <Action href={props.setPasswordUrl}>Choose a password</Action>
      <Note>The link works once, until {formatMinute(props.expiresAt, props.timeZone)}.</Note>
    </>
  ),
});
