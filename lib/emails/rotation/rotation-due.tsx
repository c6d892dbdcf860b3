import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatDay } from "@/lib/emails/wording";

export const rotationDueEmail = defineEmail({
  name: "rotation-due",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    dueAt: instant,
    lastRotatedAt: instant.nullable(),
    /** In words: the policy's interval, the key's own schedule, an admin's demand. */
    reason: z.string(),
    rotateUrl: webUrl,
  }),
  subject: (props) => `Rotation due: ${props.key.name} (${props.key.environment})`,
  preview: (props) => `Due on ${formatDay(props.dueAt, props.timeZone)}.`,
  Body: (props) => (
    <>
      <Title>A key is due for rotation</Title>
      <Paragraph>
        <Inert>{props.reason}</Inert>
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Due">{formatDay(props.dueAt, props.timeZone)}</Fact>
        <Fact label="Last rotated">
          {props.lastRotatedAt ? formatDay(props.lastRotatedAt, props.timeZone) : "never"}
        </Fact>
      </Facts>
      <Action href={props.rotateUrl}>Rotate the key</Action>
      <Note>You see the new secret once, on that page. The old one keeps working until the overlap ends.</Note>
    </>
  ),
});
