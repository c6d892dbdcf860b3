import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, organizationFields, origin, person, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, OriginFacts, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute, personName } from "@/lib/emails/wording";

export const breakGlassUsedEmail = defineEmail({
  name: "break-glass-used",
  category: "security",
  schema: z.object({
    ...organizationFields,
    usedBy: person,
    usedFrom: origin,
    reason: z.string(),
    environment: z.string(),
    endsAt: instant,
    incidentUrl: webUrl,
  }),
  subject: (props) =>
    `Break-glass access in ${props.organizationName}: ${personName(props.usedBy)}, ${props.environment}`,
  preview: (props) => props.reason,
  Body: (props) => (
    <>
      <Title>Break-glass access was opened</Title>
      <Paragraph>
        <PersonText person={props.usedBy} /> may act without approval until {formatMinute(props.endsAt, props.timeZone)}
        . It stays open until someone else has reviewed what was done.
      </Paragraph>
      <Facts>
        <Fact label="Environment">
          <Inert>{props.environment}</Inert>
        </Fact>
        <Fact label="Reason">
          <Inert>{props.reason}</Inert>
        </Fact>
        <OriginFacts origin={props.usedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.incidentUrl}>Open break-glass</Action>
      <Note>Every owner of the organization gets this mail.</Note>
    </>
  ),
});
