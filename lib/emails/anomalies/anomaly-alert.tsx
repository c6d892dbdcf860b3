import { Img } from "@react-email/components";
import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, keyReference, organizationFields, webUrl } from "@/lib/emails/fields";
import { userText } from "@/lib/emails/inert-text";
import { Fact, Facts, KeyFacts } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, TextLink, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

const SEVERITY_WORDS = { low: "Low", medium: "Medium", high: "High", critical: "Critical" } as const;

export const anomalyAlertEmail = defineEmail({
  name: "anomaly-alert",
  category: "alert",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    severity: z.enum(["low", "medium", "high", "critical"]),
    /** One line: "9 times the usual volume". */
    title: z.string(),
    observed: z.string(),
    expected: z.string(),
    startedAt: instant,
    /** What was done about it, in words; null where it was only reported. */
    response: z.string().nullable(),
    /** Content-ID of the PNG attached inline, with the same picture in words. */
    picture: z.object({ cid: z.string().regex(/^[A-Za-z0-9._@-]+$/), alt: z.string() }).nullable(),
    anomalyUrl: webUrl,
    expectedUrl: webUrl,
    unexpectedUrl: webUrl,
  }),
  subject: (props) => `${SEVERITY_WORDS[props.severity]}: ${props.title}, ${props.key.name} (${props.key.environment})`,
  preview: (props) => `Seen: ${props.observed}. Expected: ${props.expected}.`,
  Body: (props) => (
    <>
      <Title>
        <Inert>{props.title}</Inert>
      </Title>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Severity">{SEVERITY_WORDS[props.severity]}</Fact>
        <Fact label="Seen">
          <Inert>{props.observed}</Inert>
        </Fact>
        <Fact label="Expected">
          <Inert>{props.expected}</Inert>
        </Fact>
        <Fact label="Since">{formatMinute(props.startedAt, props.timeZone)}</Fact>
        <Fact label="Response">
          <Inert>{props.response ?? "none; this mail only reports"}</Inert>
        </Fact>
      </Facts>
      {props.picture ? (
        <Img
          src={`cid:${props.picture.cid}`}
          alt={userText(props.picture.alt)}
          width="510"
          style={{ borderRadius: "6px", height: "auto", margin: "0 0 14px", maxWidth: "100%" }}
        />
      ) : null}
      <Paragraph>
        Was it expected? <TextLink href={props.expectedUrl}>Yes, expected</TextLink>
        {" · "}
        <TextLink href={props.unexpectedUrl}>No, not expected</TextLink>
      </Paragraph>
      <Action href={props.anomalyUrl}>See the evidence</Action>
      <Note>Your answer changes how such departures are scored later. Both links ask you to sign in first.</Note>
    </>
  ),
});
