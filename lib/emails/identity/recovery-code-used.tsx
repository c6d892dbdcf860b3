import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { baseFields, count, origin, webUrl } from "@/lib/emails/fields";
import { Facts, OriginFacts } from "@/lib/emails/layout/facts";
import { Action, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted } from "@/lib/emails/wording";

export const recoveryCodeUsedEmail = defineEmail({
  name: "recovery-code-used",
  category: "security",
  schema: z.object({ ...baseFields, codesLeft: count, usedFrom: origin, factorsUrl: webUrl }),
  subject: () => "A recovery code was used to sign in to your account",
  preview: (props) => `${counted(props.codesLeft, "recovery code")} left.`,
  Body: (props) => (
    <>
      <Title>A recovery code was used</Title>
      <Paragraph>
        It cannot be used again. {counted(props.codesLeft, "recovery code")} left
        {props.codesLeft < 3 ? "; create new ones soon, so that you are not locked out." : "."}
      </Paragraph>
      <Facts>
        <OriginFacts origin={props.usedFrom} timeZone={props.timeZone} />
      </Facts>
      <Action href={props.factorsUrl}>See your factors</Action>
      <Note>If it was not you, change your password and create new recovery codes.</Note>
    </>
  ),
});
