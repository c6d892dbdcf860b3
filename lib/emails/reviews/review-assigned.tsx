import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, organizationFields, webUrl } from "@/lib/emails/fields";
import { Fact, Facts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay } from "@/lib/emails/wording";

export const reviewAssignedEmail = defineEmail({
  name: "review-assigned",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    reviewName: z.string(),
    itemCount: count,
    dueAt: instant,
    /** What happens to a key nobody decides on, in words. */
    onSilence: z.string(),
    reviewUrl: webUrl,
  }),
  subject: (props) => `Review ${counted(props.itemCount, "key")}: ${props.reviewName}`,
  preview: (props) => `Due on ${formatDay(props.dueAt, props.timeZone)}.`,
  Body: (props) => (
    <>
      <Title>
        Access review: <Inert>{props.reviewName}</Inert>
      </Title>
      <Paragraph>
        {`You have ${counted(props.itemCount, "key")} to decide on: keep, reduce, revoke or transfer. Each comes with the evidence of its use.`}
      </Paragraph>
      <Facts>
        <Fact label="Due">{formatDay(props.dueAt, props.timeZone)}</Fact>
        <Fact label="Without a decision">
          <Inert>{props.onSilence}</Inert>
        </Fact>
      </Facts>
      <Action href={props.reviewUrl}>Start the review</Action>
      <Note>You can stop and come back: each decision is kept at once.</Note>
    </>
  ),
});
