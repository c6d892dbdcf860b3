import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields } from "@/lib/emails/fields";
import { Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute } from "@/lib/emails/wording";

export const quotaNearEmail = defineEmail({
  name: "quota-near",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    threshold: z.union([z.literal(80), z.literal(100)]),
    used: count,
    quota: count,
    resetsAt: instant,
  }),
  subject: (props) =>
    props.threshold === 100
      ? `Quota used up: ${props.key.name} (${props.key.environment})`
      : `80 % of the quota used: ${props.key.name} (${props.key.environment})`,
  preview: (props) => `${counted(props.used, "call")} of ${props.quota.toLocaleString("en-GB")}.`,
  Body: (props) => (
    <>
      <Title>{props.threshold === 100 ? "A key's quota is used up" : "A key has used 80 % of its quota"}</Title>
      <Paragraph>
        {props.threshold === 100
          ? "Further calls are refused with QUOTA_EXCEEDED until the quota starts again."
          : "When it is used up, further calls are refused until the quota starts again."}
      </Paragraph>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Used">{`${props.used.toLocaleString("en-GB")} of ${props.quota.toLocaleString("en-GB")}`}</Fact>
        <Fact label="Starts again">{formatMinute(props.resetsAt, props.timeZone)}</Fact>
      </Facts>
      <Action href={props.key.url}>Open the key</Action>
    </>
  ),
});
