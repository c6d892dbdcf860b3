import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { KeyItem } from "@/lib/emails/layout/facts";
import { Action, List, Note, Paragraph, TextLink, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay } from "@/lib/emails/wording";

const dueKey = keyReference.extend({ dueAt: instant, rotateUrl: webUrl });

/** One mail for all of a reader's keys that are due for rotation on the same day. */
export const rotationsDueEmail = defineEmail({
  name: "rotations-due",
  category: "alert",
  schema: z.object({ ...organizationFields, keys: z.array(dueKey).min(1), more: count.default(0), tasksUrl: webUrl }),
  subject: ({ keys, more }) => `Rotation due: ${counted(keys.length + more, "key")}`,
  preview: () => "The old secrets keep working until the overlap ends.",
  Body: (props) => (
    <>
      <Title>{`${counted(props.keys.length + props.more, "key")} due for rotation`}</Title>
      <List>
        {props.keys.map((key) => (
          <KeyItem key={key.url} subject={key}>
            {`: due ${formatDay(key.dueAt, props.timeZone)}. `}
            <TextLink href={key.rotateUrl}>Rotate</TextLink>
          </KeyItem>
        ))}
      </List>
      {props.more > 0 ? <Paragraph>{`And ${counted(props.more, "more key", "more keys")}.`}</Paragraph> : null}
      <Action href={props.tasksUrl}>See your keys</Action>
      <Note>You see each new secret once. The old one keeps working until the overlap ends.</Note>
    </>
  ),
});
