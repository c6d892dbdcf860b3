import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, instant, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const magicLinkEmail = defineEmail({
  name: "magic-link",
  category: "security",
  schema: z.object({ ...baseFields, signInUrl: webUrl, expiresAt: instant, requestedFrom: origin }),
  subject: () => "Your sign-in link",
  preview: () => "The link works once. Do not forward this mail.",
  Body: (props) => (
    <>
      <Title>Sign in to Latchkey</Title>
      <Paragraph>Use this link to sign in. Whoever has it can sign in as you, so do not forward this mail.</Paragraph>
      <Facts>
        <OriginFacts origin={props.requestedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.signInUrl}>Sign in</Action>
      <Note>
        The link works once, until {formatMinute(props.expiresAt, props.timeZone)}. If you did not ask for it, ignore
        this mail.
      </Note>
    </>
  ),
});
