import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, keyReference, organizationFields, person, webUrl } from "@/lib/emails/fields";
import { KeyItem, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, List, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted } from "@/lib/emails/wording";

export const keysHandedOverEmail = defineEmail({
  name: "keys-handed-over",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    /** Whose they were. */
    formerOwner: z.string(),
    handedOverBy: person,
    /** The team that owns them now; null where the reader alone does. */
    team: z.string().nullable(),
    keys: z.array(keyReference).min(1),
    /** How many more there are than `keys` lists. */
    more: count,
    keysUrl: webUrl,
  }),
  subject: ({ keys, more, team }) => {
    const [first] = keys;
    const what = first && keys.length + more === 1 ? `The key ${first.name}` : counted(keys.length + more, "key");
    return `${what} of someone who left: ${team === null ? "now yours" : `now your team ${team}'s`}`;
  },
  preview: () => "You look after them from now on.",
  Body: (props) => (
    <>
      <Title>{counted(props.keys.length + props.more, "key")} changed hands</Title>
      <Paragraph>
        <Inert>{props.formerOwner}</Inert> left the organization. <PersonText person={props.handedOverBy} /> gave what
        follows to {props.team === null ? "you" : <>your team {<Inert>{props.team}</Inert>}</>}. Mail about expiry and
        rotation comes to you from now on.
      </Paragraph>
      <List>
        {props.keys.map((key) => (
          <KeyItem key={key.url} subject={key} />
        ))}
      </List>
      <Action href={props.keysUrl}>Open the keys</Action>
      {props.more > 0 && (
        <Note>{`${counted(props.more, "more key")} ${props.more === 1 ? "is" : "are"} in the inventory.`}</Note>
      )}
      <Note>Whoever left may still know the secrets. Rotate those that matter.</Note>
    </>
  ),
});
