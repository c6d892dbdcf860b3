import { z } from "zod";
import { requestReference } from "@/lib/emails/approvals/request-facts";
import { defineEmail } from "@/lib/emails/define-email";
import { organizationFields, webUrl } from "@/lib/emails/fields";
import { userText } from "@/lib/emails/inert-text";
import { PersonText } from "@/lib/emails/layout/facts";
import { Action, Item, List, TextLink, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

/** One reminder for all requests that wait for a reader. */
export const requestReminderEmail = defineEmail({
  name: "request-reminder",
  category: "transactional",
  schema: z.object({ ...organizationFields, requests: z.array(requestReference).min(1), requestsUrl: webUrl }),
  subject: ({ requests }) => `${counted(requests.length, "request waits", "requests wait")} for your decision`,
  preview: ({ requests }) => requests.map((request) => request.keyName).join(", "),
  Body: (props) => (
    <>
      <Title>{`${counted(props.requests.length, "request waits", "requests wait")} for your decision`}</Title>
      <List>
        {props.requests.map((request) => (
          <Item key={request.url}>
            <TextLink href={request.url}>{userText(`${request.kind}: ${request.keyName}`)}</TextLink>
            {` (${userText(request.project)}, ${userText(request.environment)}), asked by `}
            <PersonText person={request.requestedBy} />
            {`; decide by ${formatMinute(request.expiresAt, props.timeZone)}`}
          </Item>
        ))}
      </List>
      <Action href={props.requestsUrl}>Open the requests</Action>
    </>
  ),
});
