import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, person, webUrl } from "@/lib/emails/fields";
import { KeyItem, PersonText } from "@/lib/emails/layout/facts";
import { Action, List, Note, Paragraph, TextLink, Title } from "@/lib/emails/layout/prose";
import { counted, formatMinute, inDays } from "@/lib/emails/wording";

const expiringKey = keyReference.extend({
  expiresAt: instant,
  daysLeft: count,
  callsLastWeek: count,
  /** Named when the reader is a fallback owner or an admin. */
  owner: person.optional(),
  rotateUrl: webUrl,
  extendUrl: webUrl.optional(),
});

/** One mail for all of a reader's keys that reach an expiry step on the same day, soonest first. */
export const keyExpiringEmail = defineEmail({
  name: "key-expiring",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    keys: z.array(expiringKey).min(1),
    /** Keys beyond those that are listed. */
    more: count.default(0),
    inventoryUrl: webUrl,
  }),
  subject: ({ keys, more }) => {
    const soonest = Math.min(...keys.map((key) => key.daysLeft));
    const [first] = keys;
    if (first && keys.length + more === 1)
      return `Key expires ${inDays(soonest)}: ${first.name} (${first.environment})`;
    return `${counted(keys.length + more, "key")} will expire, the first ${inDays(soonest)}`;
  },
  preview: () => "Rotate or extend before then; calls are refused afterwards.",
  Body: (props) => (
    <>
      <Title>
        {props.keys.length + props.more === 1
          ? "A key will expire"
          : `${counted(props.keys.length + props.more, "key")} will expire`}
      </Title>
      <Paragraph>After that moment, calls with the old secret are refused.</Paragraph>
      <List>
        {props.keys.map((key) => (
          <KeyItem key={key.url} subject={key}>
            {`: ${inDays(key.daysLeft)}, ${formatMinute(key.expiresAt, props.timeZone)}; ${
              key.callsLastWeek > 0
                ? `${counted(key.callsLastWeek, "call")} in the last 7 days`
                : "not used in the last 7 days"
            }.`}
            {key.owner ? (
              <>
                {" Owner: "}
                <PersonText person={key.owner} />.
              </>
            ) : null}{" "}
            <TextLink href={key.rotateUrl}>Rotate</TextLink>
            {key.extendUrl ? (
              <>
                {" or "}
                <TextLink href={key.extendUrl}>extend</TextLink>
              </>
            ) : null}
          </KeyItem>
        ))}
      </List>
      {props.more > 0 ? <Paragraph>{`And ${counted(props.more, "more key", "more keys")}.`}</Paragraph> : null}
      <Action href={props.inventoryUrl}>See what expires</Action>
      <Note>A rotation keeps the old secret working for a while, so that nothing breaks.</Note>
    </>
  ),
});
