import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, person } from "@/lib/emails/fields";
import { Fact, Facts, KeyFacts, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute, keyLabel } from "@/lib/emails/wording";

export const keyRevokedEmail = defineEmail({
  name: "key-revoked",
  category: "security",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    /** Null: Latchkey itself, by the environment's policy. */
    revokedBy: person.nullable(),
    revokedAt: instant,
    reason: z.string(),
    callsLastDay: count,
  }),
  subject: (props) => `Key revoked: ${props.key.name} (${props.key.environment})`,
  preview: (props) => `${keyLabel(props.key)} is refused from now on.`,
  Body: (props) => (
    <>
      <Title>A key was revoked</Title>
      <Paragraph>
        It is refused from now on, and cannot be made to work again.{" "}
        {props.callsLastDay > 0
          ? `It was used ${counted(props.callsLastDay, "time")} in the 24 hours before.`
          : "It was not used in the 24 hours before."}
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Revoked by">
          {props.revokedBy ? <PersonText person={props.revokedBy} /> : "Latchkey, by the environment's policy"}
        </Fact>
        <Fact label="When">{formatMinute(props.revokedAt, props.timeZone)}</Fact>
        <Fact label="Reason">
          <Inert>{props.reason}</Inert>
        </Fact>
      </Facts>
      <Action href={props.key.url}>Open the key</Action>
    </>
  ),
});
