import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, keyReference, organizationFields, person, webUrl } from "@/lib/emails/fields";
import { KeyItem, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, List, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay, personName } from "@/lib/emails/wording";

export const transferOfferedEmail = defineEmail({
  name: "transfer-offered",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    offeredBy: person,
    keys: z.array(keyReference).min(1),
    reason: z.string().optional(),
    acceptUrl: webUrl,
    expiresAt: instant,
  }),
  subject: ({ keys, offeredBy }) => {
    const [first] = keys;
    const what = first && keys.length === 1 ? `the key ${first.name}` : counted(keys.length, "key");
    return `${personName(offeredBy)} wants to hand ${what} over to you`;
  },
  preview: () => "You become its owner when you accept.",
  Body: (props) => (
    <>
      <Title>
        {props.keys.length === 1
          ? "A key is offered to you"
          : `${counted(props.keys.length, "key")} are offered to you`}
      </Title>
      <Paragraph>
        <PersonText person={props.offeredBy} /> asks you to become the owner. You then get the mail about expiry,
        rotation and anomalies.
      </Paragraph>
      {props.reason ? (
        <Paragraph>
          Reason: <Inert>{props.reason}</Inert>
        </Paragraph>
      ) : null}
      <List>
        {props.keys.map((key) => (
          <KeyItem key={key.url} subject={key} />
        ))}
      </List>
      <Action href={props.acceptUrl}>Look at the offer</Action>
      <Note>The offer ends on {formatDay(props.expiresAt, props.timeZone)}. Until you accept, nothing changes.</Note>
    </>
  ),
});
