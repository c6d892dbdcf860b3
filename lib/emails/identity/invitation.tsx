import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, organizationFields, person, webUrl } from "@/lib/emails/fields";
import { PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute, personName } from "@/lib/emails/wording";

export const invitationEmail = defineEmail({
  name: "invitation",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    invitedBy: person,
    role: z.string(),
    acceptUrl: webUrl,
    expiresAt: instant,
  }),
  subject: (props) => `${personName(props.invitedBy)} invited you to ${props.organizationName}`,
  preview: (props) => `Join ${props.organizationName} as ${props.role}.`,
  Body: (props) => (
    <>
      <Title>
        Join <Inert>{props.organizationName}</Inert>
      </Title>
      <Paragraph>
        <PersonText person={props.invitedBy} /> invited you to manage API keys in{" "}
        <Inert>{props.organizationName}</Inert>, with the role <Inert>{props.role}</Inert>.
      </Paragraph>
      <Action href={props.acceptUrl}>Accept the invitation</Action>
      <Note>
        The link works once, until {formatMinute(props.expiresAt, props.timeZone)}. If you do not know who sent it,
        ignore this mail: nothing happens until the invitation is accepted.
      </Note>
    </>
  ),
});
