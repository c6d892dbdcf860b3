import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { count, instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { Fact, Facts, KeyItem } from "@/lib/emails/layout/facts";
import { Action, Inert, List, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatDay, inDays } from "@/lib/emails/wording";

function change(now: number, before: number): string {
  if (before === 0) return now === 0 ? "" : " (none the week before)";
  const percent = Math.round(((now - before) / before) * 100);
  if (percent === 0) return " (as the week before)";
  return percent > 0 ? ` (${percent} % more than the week before)` : ` (${-percent} % fewer than the week before)`;
}

export const weeklyDigestEmail = defineEmail({
  name: "weekly-digest",
  category: "digest",
  schema: z.object({
    ...organizationFields,
    from: instant,
    /** Exclusive end of the week, on the reader's midnight. */
    to: instant,
    verifications: count,
    verificationsBefore: count,
    refusals: count,
    keysMade: count,
    keysRevoked: count,
    anomaliesOpen: count,
    requestsWaiting: count,
    expiring: z.array(keyReference.extend({ daysLeft: count })),
    unused: z.array(keyReference.extend({ daysUnused: count })),
    overviewUrl: webUrl,
  }),
  subject: (props) => `Your week in ${props.organizationName}`,
  preview: (props) =>
    `${props.verifications.toLocaleString("en-GB")} verifications, ${props.expiring.length} keys about to expire.`,
  Body: (props) => {
    const lastInstant = new Date(Date.parse(props.to) - 1).toISOString();
    return (
      <>
        <Title>
          Your week in <Inert>{props.organizationName}</Inert>
        </Title>
        <Paragraph>
          {formatDay(props.from, props.timeZone)} to {formatDay(lastInstant, props.timeZone)}
        </Paragraph>
        <Facts>
          <Fact label="Verifications">
            {props.verifications.toLocaleString("en-GB")}
            {change(props.verifications, props.verificationsBefore)}
          </Fact>
          <Fact label="Refused">{props.refusals.toLocaleString("en-GB")}</Fact>
          <Fact label="Keys created">{props.keysMade.toLocaleString("en-GB")}</Fact>
          <Fact label="Keys revoked">{props.keysRevoked.toLocaleString("en-GB")}</Fact>
          <Fact label="Open anomalies">{props.anomaliesOpen.toLocaleString("en-GB")}</Fact>
          <Fact label="Requests that wait for you">{props.requestsWaiting.toLocaleString("en-GB")}</Fact>
        </Facts>
        {props.expiring.length > 0 ? (
          <>
            <Paragraph>About to expire:</Paragraph>
            <List>
              {props.expiring.map((key) => (
                <KeyItem key={key.url} subject={key}>{`: ${inDays(key.daysLeft)}`}</KeyItem>
              ))}
            </List>
          </>
        ) : null}
        {props.unused.length > 0 ? (
          <>
            <Paragraph>Not used for a while:</Paragraph>
            <List>
              {props.unused.map((key) => (
                <KeyItem key={key.url} subject={key}>{`: ${key.daysUnused} days`}</KeyItem>
              ))}
            </List>
          </>
        ) : null}
        <Action href={props.overviewUrl}>Open the overview</Action>
      </>
    );
  },
});
