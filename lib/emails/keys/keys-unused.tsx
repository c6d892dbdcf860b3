import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { KeyItem } from "@/lib/emails/layout/facts";
import { Action, List, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { counted, formatDay } from "@/lib/emails/wording";

const unusedKey = keyReference.extend({
  daysUnused: count,
  lastUsedAt: instant.nullable(),
  /** What has happened to it now. */
  response: z.enum(["tell", "disable", "revoke"]),
  /** What happens next, if it stays unused. */
  next: z.object({ response: z.enum(["disable", "revoke"]), at: instant }).nullable(),
});
type UnusedKey = z.output<typeof unusedKey>;

const DONE = { tell: "", disable: " It was disabled now.", revoke: " It was revoked now; that is final." };
const NEXT = { disable: "disabled", revoke: "revoked" };

function words(key: UnusedKey, timeZone: string): string {
  const used = key.lastUsedAt
    ? `last used ${formatDay(key.lastUsedAt, timeZone)}, ${counted(key.daysUnused, "day")} ago.`
    : `never used in ${counted(key.daysUnused, "day")}.`;
  const next = key.next
    ? ` Unless it is used, it will be ${NEXT[key.next.response]} on ${formatDay(key.next.at, timeZone)}.`
    : "";
  return `: ${used}${DONE[key.response]}${next}`;
}

/** One mail for all of a reader's keys that nobody uses and that a rule spoke of on the same day. */
export const keysUnusedEmail = defineEmail({
  name: "keys-unused",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    keys: z.array(unusedKey).min(1),
    more: count.default(0),
    inventoryUrl: webUrl,
  }),
  subject: ({ keys, more }) => {
    const [first] = keys;
    if (first && keys.length + more === 1) {
      if (first.response === "tell") return `Key not used: ${first.name} (${first.environment})`;
      return `Unused key ${first.response === "disable" ? "disabled" : "revoked"}: ${first.name} (${first.environment})`;
    }
    return `${counted(keys.length + more, "key")} not used`;
  },
  preview: () => "Keys that nobody uses are a risk without a benefit.",
  Body: (props) => (
    <>
      <Title>
        {props.keys.length + props.more === 1
          ? "A key is not used"
          : `${counted(props.keys.length + props.more, "key")} are not used`}
      </Title>
      <Paragraph>By the rules of their environment:</Paragraph>
      <List>
        {props.keys.map((key) => (
          <KeyItem key={key.url} subject={key}>
            {words(key, props.timeZone)}
          </KeyItem>
        ))}
      </List>
      {props.more > 0 ? <Paragraph>{`And ${counted(props.more, "more key", "more keys")}.`}</Paragraph> : null}
      <Action href={props.inventoryUrl}>See unused keys</Action>
      <Note>Revoke what is not needed any more. A disabled key can be enabled again on its page.</Note>
    </>
  ),
});
