import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, organizationFields, webUrl } from "@/lib/emails/fields";
import { Action, Code, Inert, Item, List, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

/** To admins: mail or webhooks that were given up. Carries no content of what was not delivered. */
export const deadLetterEmail = defineEmail({
  name: "dead-letter",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    deliveries: z
      .array(
        z.object({
          id: z.string(),
          /** What was to be delivered, in words: "key-expiring mail", "webhook key.revoked". */
          kind: z.string(),
          to: z.string(),
          code: z.string(),
          attempts: count,
          gaveUpAt: instant,
        }),
      )
      .min(1),
    deliveriesUrl: webUrl,
  }),
  subject: ({ deliveries }) => `${counted(deliveries.length, "delivery", "deliveries")} failed for good`,
  preview: () => "They were tried several times and are not tried again by themselves.",
  Body: (props) => (
    <>
      <Title>{`${counted(props.deliveries.length, "delivery", "deliveries")} failed for good`}</Title>
      <Paragraph>They were tried several times and are not tried again by themselves.</Paragraph>
      <List>
        {props.deliveries.map((delivery) => (
          <Item key={delivery.id}>
            <Inert>{delivery.kind}</Inert> to <Inert>{delivery.to}</Inert>: <Code>{delivery.code}</Code>
            {`, ${counted(delivery.attempts, "attempt")}, given up ${formatMinute(delivery.gaveUpAt, props.timeZone)}`}
          </Item>
        ))}
      </List>
      <Action href={props.deliveriesUrl}>See failed deliveries</Action>
    </>
  ),
});
