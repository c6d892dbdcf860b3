import { z } from "zod";
import { RequestFacts, requestReference } from "@/lib/emails/approvals/request-facts";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, organizationFields, person } from "@/lib/emails/fields";
import { Fact, Facts, PersonText } from "@/lib/emails/layout/facts";
import { Action, Inert, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

export const requestDecidedEmail = defineEmail({
  name: "request-decided",
  category: "transactional",
  schema: z.object({
    ...organizationFields,
    request: requestReference,
    decision: z.enum(["approved", "denied", "expired", "cancelled"]),
    decidedBy: z.array(person),
    decidedAt: instant,
    comment: z.string().optional(),
    /** What the approver took away, in words. */
    changes: z.array(z.string()).default([]),
    /** Does the requester have to claim a secret? */
    claimable: z.boolean().default(false),
  }),
  subject: ({ request, decision }) =>
    `Request ${decision}: ${request.kind}, ${request.keyName} (${request.environment})`,
  preview: (props) => props.comment ?? `Your request was ${props.decision}.`,
  Body: (props) => (
    <>
      <Title>{props.decision === "expired" ? "Your request expired" : `Your request was ${props.decision}`}</Title>
      {props.claimable && props.decision === "approved" ? (
        <Paragraph>Claim the key on its page: the secret is created at that moment, and shown once.</Paragraph>
      ) : null}
      <Facts>
        <RequestFacts request={props.request} timeZone={props.timeZone} />
        {props.decidedBy.map((approver) => (
          <Fact key={approver.email} label="Decided by">
            <PersonText person={approver} />
          </Fact>
        ))}
        <Fact label="When">{formatMinute(props.decidedAt, props.timeZone)}</Fact>
        {props.comment ? (
          <Fact label="Comment">
            <Inert>{props.comment}</Inert>
          </Fact>
        ) : null}
        {props.changes.map((change) => (
          <Fact key={change} label="Changed">
            <Inert>{change}</Inert>
          </Fact>
        ))}
      </Facts>
      <Action href={props.request.url}>
        {props.claimable && props.decision === "approved" ? "Claim the key" : "Open the request"}
      </Action>
      {props.decision === "expired" ? <Note>Nobody decided in time. You can ask again.</Note> : null}
    </>
  ),
});
