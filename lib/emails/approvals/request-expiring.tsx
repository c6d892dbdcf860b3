import { z } from "zod";
import { RequestFacts, requestReference } from "@/lib/emails/approvals/request-facts";
import { defineEmail } from "@/lib/emails/define-email";
import { organizationFields } from "@/lib/emails/fields";
import { Facts } from "@/lib/emails/layout/facts";
import { Action, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

/** To the requester, and to those who may decide, before a request lapses undecided. */
export const requestExpiringEmail = defineEmail({
  name: "request-expiring",
  category: "transactional",
  schema: z.object({ ...organizationFields, request: requestReference, recipient: z.enum(["requester", "approver"]) }),
  subject: ({ request }) => `Request about to expire: ${request.kind}, ${request.keyName} (${request.environment})`,
  preview: (props) => `Undecided; it expires ${formatMinute(props.request.expiresAt, props.timeZone)}.`,
  Body: (props) => (
    <>
      <Title>A request is about to expire</Title>
      <Paragraph>
        {props.recipient === "requester"
          ? "Nobody has decided on your request yet. You may want to speak to an approver."
          : "It waits for your decision. When it expires, the requester has to ask again."}
      </Paragraph>
      <Facts>
        <RequestFacts request={props.request} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.request.url}>Open the request</Action>
    </>
  ),
});
