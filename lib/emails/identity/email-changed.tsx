import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, instant, origin, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

/** Sent to the old and to the new address; only the old one gets the link that undoes the change. */
export const emailChangedEmail = defineEmail({
  name: "email-changed",
  category: "security",
  schema: z.discriminatedUnion("recipient", [
    z.object({
      ...baseFields,
      recipient: z.literal("old-address"),
      oldEmail: z.string(),
      newEmail: z.string(),
      changedFrom: origin,
      undoUrl: webUrl,
      undoExpiresAt: instant,
    }),
    z.object({
      ...baseFields,
      recipient: z.literal("new-address"),
      oldEmail: z.string(),
      newEmail: z.string(),
      changedFrom: origin,
    }),
  ]),
  subject: () => "The e-mail address of your account was changed",
  preview: (props) =>
    props.recipient === "old-address" ? "If it was not you, undo it now." : "You now sign in with this address.",
  Body: (props) => (
    <>
      <Title>The e-mail address of your account was changed</Title>
      <Facts>
        <Fact label="Before">
          <Inert>{props.oldEmail}</Inert>
        </Fact>
        <Fact label="Now">
          <Inert>{props.newEmail}</Inert>
        </Fact>
        <OriginFacts origin={props.changedFrom} timeZone={props.timeZone} />
      </Facts>
      {props.recipient === "old-address" ? (
        <>
          <Paragraph>If it was not you, take the change back. This also ends every session of the account.</Paragraph>
          <Action href={props.undoUrl}>Undo the change</Action>
          <Note>The link works once, until {formatMinute(props.undoExpiresAt, props.timeZone)}.</Note>
        </>
      ) : (
        <Paragraph>From now on you sign in, and get mail, with this address.</Paragraph>
      )}
    </>
  ),
});
