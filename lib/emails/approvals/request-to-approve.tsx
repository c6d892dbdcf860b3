import { z } from "zod";
import { RequestFacts, requestReference } from "@/lib/emails/approvals/request-facts";
import { defineEmail } from "@/lib/emails/define-email";
import { count, organizationFields } from "@/lib/emails/fields";
import { Facts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, personName } from "@/lib/emails/wording";

export const requestToApproveEmail = defineEmail({
  name: "request-to-approve",
  category: "transactional",
  schema: z.object({ ...organizationFields, request: requestReference, approvalsNeeded: count }),
  subject: ({ request }) =>
    `${personName(request.requestedBy)} asks for approval: ${request.kind}, ${request.keyName} (${request.environment})`,
  preview: ({ request }) => request.reason,
  Body: (props) => (
    <>
      <Title>A request waits for your decision</Title>
      <Facts>
        <RequestFacts request={props.request} timeZone={props.timeZone} />
      </Facts>
      <Paragraph>{`It needs ${counted(props.approvalsNeeded, "approval")}.`}</Paragraph>
      <Action href={props.request.url}>Look at the request</Action>
      <Note>You decide after signing in: this mail alone approves nothing.</Note>
    </>
  ),
});
