import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, organizationFields, person } from "@/lib/emails/fields";
import { Fact, Facts, PersonText } from "@/lib/emails/layout/facts";
import { Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

export const removedFromOrganizationEmail = defineEmail({
  name: "removed-from-organization",
  category: "security",
  schema: z.object({ ...organizationFields, removedBy: person, removedAt: instant, keysHandedOver: count }),
  subject: (props) => `You were removed from ${props.organizationName}`,
  preview: () => "Your access to it has ended.",
  Body: (props) => (
    <>
      <Title>
        You were removed from <Inert>{props.organizationName}</Inert>
      </Title>
      <Paragraph>Your access to it has ended, and your sessions there no longer work.</Paragraph>
      <Facts>
        <Fact label="Removed by">
          <PersonText person={props.removedBy} />
        </Fact>
        <Fact label="When">{formatMinute(props.removedAt, props.timeZone)}</Fact>
        {props.keysHandedOver > 0 ? (
          <Fact label="Your keys">{`${counted(props.keysHandedOver, "key")} handed over to the organization`}</Fact>
        ) : null}
      </Facts>
      <Note>If you think this is a mistake, ask the person named above.</Note>
    </>
  ),
});
