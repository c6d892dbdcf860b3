import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, origin, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Title } from "@/lib/emails/layout/prose";

const schema = z.object({
  ...baseFields,
  /** In words: "authenticator app", "passkey". */
  factor: z.string(),
  label: z.string().optional(),
  changedFrom: origin,
  factorsUrl: webUrl,
});

function FactorBody({ title, note, ...props }: z.output<typeof schema> & { title: string; note: string }) {
  return (
    <>
      <Title>{title}</Title>
      <Facts>
        <Fact label="Factor">
          <Inert>{props.label ? `${props.factor} “${props.label}”` : props.factor}</Inert>
        </Fact>
        <OriginFacts origin={props.changedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.factorsUrl}>See your factors</Action>
      <Note>{note}</Note>
    </>
  );
}

export const factorAddedEmail = defineEmail({
  name: "factor-added",
  category: "security",
  schema,
  subject: (props) => `A sign-in factor was added to your account: ${props.factor}`,
  preview: () => "If it was not you, remove it and change your password.",
  Body: (props) => (
    <FactorBody
      {...props}
      title="A sign-in factor was added"
      note="If it was not you, remove the factor, end all sessions and change your password."
    />
  ),
});

export const factorRemovedEmail = defineEmail({
  name: "factor-removed",
  category: "security",
  schema,
  subject: (props) => `A sign-in factor was removed from your account: ${props.factor}`,
  preview: () => "If it was not you, change your password.",
  Body: (props) => (
    <FactorBody
      {...props}
      title="A sign-in factor was removed"
      note="If it was not you, change your password, end all sessions and tell an owner of your organization."
    />
  ),
});
