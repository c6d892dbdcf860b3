import { z } from "zod";
import { instant, person, webUrl } from "@/lib/emails/fields";
import { Fact, PersonText } from "@/lib/emails/layout/facts";
import { Code, Inert } from "@/lib/emails/layout/prose";
import { formatMinute } from "@/lib/emails/wording";

/** A request as mail shows it; `kind` is in words ("new key", "more scopes", "longer expiry"). */
export const requestReference = z.object({
  kind: z.string(),
  keyName: z.string(),
  project: z.string(),
  environment: z.string(),
  scopes: z.array(z.string()),
  requestedBy: person,
  reason: z.string(),
  expiresAt: instant,
  url: webUrl,
});

/** What is asked, for what, by whom, why, and until when it can be decided. */
export function RequestFacts({ request, timeZone }: { request: z.output<typeof requestReference>; timeZone: string }) {
  return (
    <>
      <Fact label="Asked for">
        <Inert>{request.kind}</Inert>
      </Fact>
      <Fact label="Key">
        <Inert>{request.keyName}</Inert>
      </Fact>
      <Fact label="Project">
        <Inert>{request.project}</Inert>
      </Fact>
      <Fact label="Environment">
        <Inert>{request.environment}</Inert>
      </Fact>
      {request.scopes.length > 0 ? (
        <Fact label="Scopes">
          {request.scopes.slice(0, 30).map((scope, index) => (
            <span key={scope}>
              {index > 0 ? ", " : ""}
              <Code>{scope}</Code>
            </span>
          ))}
          {request.scopes.length > 30 ? ` and ${request.scopes.length - 30} more` : ""}
        </Fact>
      ) : null}
      <Fact label="Requester">
        <PersonText person={request.requestedBy} />
      </Fact>
      <Fact label="Reason">
        <Inert>{request.reason}</Inert>
      </Fact>
      <Fact label="Decide by">{formatMinute(request.expiresAt, timeZone)}</Fact>
    </>
  );
}
