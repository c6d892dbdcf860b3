import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted } from "@/lib/emails/wording";

export const deliveryFailedEmail = defineEmail({
  name: "delivery-failed",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    target: z.string(),
    attempts: count,
    /** What the target said, in words that hold no secret. */
    error: z.string(),
    rotateUrl: webUrl,
  }),
  subject: (props) => `New secret could not be delivered: ${props.key.name} (${props.key.environment})`,
  preview: () => "The secret in use goes on working.",
  Body: (props) => (
    <>
      <Title>A scheduled rotation did not happen</Title>
      <Paragraph>
        {`The new secret could not be put where it belongs after ${counted(props.attempts, "attempt")}. Nothing was ended: the secret in use goes on working.`}
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Delivery target">
          <Inert>{props.target}</Inert>
        </Fact>
        <Fact label="What it said">
          <Inert>{props.error}</Inert>
        </Fact>
      </Facts>
      <Action href={props.rotateUrl}>Look at the key</Action>
    </>
  ),
});
