import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { client, count, instant, keyReference, organizationFields } from "@/lib/emails/fields";
import { ClientList, Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

export const overlapEndingEmail = defineEmail({
  name: "overlap-ending-still-in-use",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    endsAt: instant,
    clientCount: count,
    clients: z.array(client),
    /** The policy's choice: does the end wait while the old version is in use? */
    endWaits: z.boolean(),
  }),
  subject: (props) => `Old secret still used by ${counted(props.clientCount, "client")}: ${props.key.name}`,
  preview: (props) => `The overlap ends ${formatMinute(props.endsAt, props.timeZone)}.`,
  Body: (props) => (
    <>
      <Title>The old secret of a rotated key is still in use</Title>
      <Paragraph>
        {props.endWaits
          ? "The overlap is about to end. By policy it waits until these clients use the new secret."
          : "When the overlap ends, these clients are refused. Give them the new secret before then."}
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Overlap ends">{formatMinute(props.endsAt, props.timeZone)}</Fact>
      </Facts>
      <ClientList clients={props.clients} timeZone={props.timeZone} />
      {props.clientCount > props.clients.length ? (
        <Paragraph>{`And ${counted(props.clientCount - props.clients.length, "more client", "more clients")}.`}</Paragraph>
      ) : null}
      <Action href={props.key.url}>See who uses it</Action>
    </>
  ),
});
