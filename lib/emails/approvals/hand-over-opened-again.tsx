import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { organizationFields, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";

/** To the owner of a key, to who handed it over, and to owners and admins: a single-use link was opened a second time. */
export const handOverOpenedAgainEmail = defineEmail({
  name: "hand-over-opened-again",
  category: "security",
  schema: z.object({ ...organizationFields, keyName: z.string(), keyUrl: webUrl, first: origin, again: origin }),
  subject: ({ keyName }) => `Someone opened the link to ${keyName} a second time`,
  preview: () => "The secret may be with the wrong person.",
  Body: (props) => (
    <>
      <Title>A single-use link was opened twice</Title>
      <Paragraph>
        The secret of <Inert>{props.keyName}</Inert> was answered to the first opener only. If that was not who it was
        meant for, rotate the key now.
      </Paragraph>
      <Paragraph>Opened first:</Paragraph>
      <Facts>
        <OriginFacts origin={props.first} timeZone={props.timeZone} />
      </Facts>
      <Paragraph>Opened again:</Paragraph>
      <Facts>
        <OriginFacts origin={props.again} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.keyUrl}>Open the key</Action>
      <Note>The second opener got nothing but the word that the link is used up.</Note>
    </>
  ),
});
