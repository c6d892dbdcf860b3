import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, instant, origin, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const confirmEmailEmail = defineEmail({
  name: "confirm-email",
  category: "security",
  schema: z.object({
    ...baseFields,
    newEmail: z.string(),
    confirmUrl: webUrl,
    expiresAt: instant,
    requestedFrom: origin,
  }),
  subject: () => "Confirm your e-mail address",
  preview: () => "Nothing changes until you confirm it.",
  Body: (props) => (
    <>
      <Title>Confirm your e-mail address</Title>
      <Facts>
        <Fact label="Address">
          <Inert>{props.newEmail}</Inert>
        </Fact>
        <OriginFacts origin={props.requestedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.confirmUrl}>Confirm this address</Action>
      <Note>
        The link works once, until {formatMinute(props.expiresAt, props.timeZone)}. If you did not ask for it, ignore
        this mail: nothing changes.
      </Note>
    </>
  ),
});
