import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, organizationFields, person, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const roleChangedEmail = defineEmail({
  name: "role-changed",
  category: "security",
  schema: z.object({
    ...organizationFields,
    oldRole: z.string(),
    newRole: z.string(),
    changedBy: person,
    changedAt: instant,
    organizationUrl: webUrl,
  }),
  subject: (props) => `Your role in ${props.organizationName} is now ${props.newRole}`,
  preview: (props) => `It was ${props.oldRole} before.`,
  Body: (props) => (
    <>
      <Title>
        Your role in <Inert>{props.organizationName}</Inert> was changed
      </Title>
      <Facts>
        <Fact label="Before">
          <Inert>{props.oldRole}</Inert>
        </Fact>
        <Fact label="Now">
          <Inert>{props.newRole}</Inert>
        </Fact>
        <Fact label="Changed by">
          <PersonText person={props.changedBy} />
        </Fact>
        <Fact label="When">{formatMinute(props.changedAt, props.timeZone)}</Fact>
      </Facts>
      <Action href={props.organizationUrl}>Open the organization</Action>
    </>
  ),
});
