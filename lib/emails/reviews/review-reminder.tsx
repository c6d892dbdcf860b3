import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, organizationFields, webUrl } from "@/lib/emails/fields";
import { Fact, Facts } from "@/lib/emails/layout/facts";
import { Action, Inert, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay, inDays } from "@/lib/emails/wording";

export const reviewReminderEmail = defineEmail({
  name: "review-reminder",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    reviewName: z.string(),
    itemsLeft: count,
    itemCount: count,
    dueAt: instant,
    daysLeft: count,
    onSilence: z.string(),
    reviewUrl: webUrl,
  }),
  subject: (props) =>
    `Review due ${inDays(props.daysLeft)}: ${counted(props.itemsLeft, "key")} left in ${props.reviewName}`,
  preview: (props) => `Without a decision: ${props.onSilence}`,
  Body: (props) => (
    <>
      <Title>
        Access review due {inDays(props.daysLeft)}: <Inert>{props.reviewName}</Inert>
      </Title>
      <Facts>
        <Fact label="Left">{`${props.itemsLeft} of ${counted(props.itemCount, "key")}`}</Fact>
        <Fact label="Due">{formatDay(props.dueAt, props.timeZone)}</Fact>
        <Fact label="Without a decision">
          <Inert>{props.onSilence}</Inert>
        </Fact>
      </Facts>
      <Action href={props.reviewUrl}>Continue the review</Action>
    </>
  ),
});
