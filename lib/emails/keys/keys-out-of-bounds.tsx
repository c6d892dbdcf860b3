import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { KeyItem } from "@/lib/emails/layout/facts";
import { Action, Inert, List, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay, formatMinute } from "@/lib/emails/wording";

/** One mail for all of a reader's keys that a changed policy leaves out of bounds. */
export const keysOutOfBoundsEmail = defineEmail({
  name: "keys-out-of-bounds",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    /** All of one environment. `breaches`: what follows the key's name, such as "has no IP allow-list". */
    keys: z.array(keyReference.extend({ breaches: z.array(z.string()).min(1) })).min(1),
    /** How many more there are than `keys` lists. */
    more: count,
    /** When they end by the change; null where they go on. */
    endsAt: instant.nullable(),
    policyUrl: webUrl,
  }),
  subject: ({ keys, more, endsAt, timeZone }) => {
    const [first] = keys;
    const what =
      first && keys.length + more === 1 ? `${first.name} (${first.environment})` : counted(keys.length + more, "key");
    return endsAt === null ? `Outside the new policy: ${what}` : `Ends on ${formatDay(endsAt, timeZone)}: ${what}`;
  },
  preview: ({ endsAt }) =>
    endsAt === null
      ? "A policy was changed. Your keys go on working for now."
      : "A policy was changed, and your keys were given an end.",
  Body: ({ keys, more, endsAt, timeZone, policyUrl }) => {
    const one = keys.length + more === 1;
    const [first] = keys;
    return (
      <>
        <Title>
          {one ? "A key is outside the new policy" : `${counted(keys.length + more, "key")} are outside the new policy`}
        </Title>
        <Paragraph>
          The policy of <Inert>{first ? `${first.project}, ${first.environment}` : ""}</Inert> was changed.{" "}
          {endsAt === null
            ? `${one ? "This key goes" : "These keys go"} on working, but a new one could not be created like that.`
            : `${one ? "This key ends" : "These keys end"} on ${formatMinute(endsAt, timeZone)} and ${one ? "is" : "are"} refused from then on.`}
        </Paragraph>
        <List>
          {keys.map((key) => (
            <KeyItem key={key.url} subject={key}>
              : <Inert>{key.breaches.join(", ")}</Inert>
            </KeyItem>
          ))}
        </List>
        {more > 0 ? <Paragraph>{`And ${counted(more, "more key")}.`}</Paragraph> : null}
        <Action href={policyUrl}>Look at the policy</Action>
        <Note>Change a key on its page, rotate it, or create one that fits and revoke this one.</Note>
      </>
    );
  },
});
