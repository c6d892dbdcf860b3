import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { client, count, instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { ClientList, Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

export const keyExpiredStillUsedEmail = defineEmail({
  name: "key-expired-still-used",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    expiredAt: instant,
    callsRefused: count,
    clientCount: count,
    clients: z.array(client),
    rotateUrl: webUrl,
  }),
  subject: (props) => `Expired key still used by ${counted(props.clientCount, "client")}: ${props.key.name}`,
  preview: (props) => `${counted(props.callsRefused, "call")} refused since it expired.`,
  Body: (props) => (
    <>
      <Title>An expired key is still used</Title>
      <Paragraph>
        {`${counted(props.callsRefused, "call")} from ${counted(props.clientCount, "client")} ${props.callsRefused === 1 ? "was" : "were"} refused since it expired.`}
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Expired">{formatMinute(props.expiredAt, props.timeZone)}</Fact>
      </Facts>
      <ClientList clients={props.clients} timeZone={props.timeZone} />
      {props.clientCount > props.clients.length ? (
        <Paragraph>{`And ${counted(props.clientCount - props.clients.length, "more client", "more clients")}.`}</Paragraph>
      ) : null}
      <Action href={props.rotateUrl}>Extend the key</Action>
    </>
  ),
});
