import type { ReactNode } from "react";
import type { Client, KeyReference, Origin, Person } from "@/lib/emails/fields";
import { userText } from "@/lib/emails/inert-text";
import { color } from "@/lib/emails/layout/palette";
import { Code, Inert, Item, List, TextLink } from "@/lib/emails/layout/prose";
import { counted, formatMinute, personName } from "@/lib/emails/wording";

/** A block of `label: value` lines; the same lines in the plain-text part. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <div
      className="rule"
      style={{ borderLeft: `3px solid ${color.rule}`, margin: "0 0 16px", padding: "2px 0 2px 14px" }}
    >
      {children}
    </div>
  );
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ color: color.ink, fontSize: "14px", lineHeight: "22px", overflowWrap: "anywhere" }}>
      <strong style={{ fontWeight: 600 }}>{label}:</strong> {children}
    </div>
  );
}

/** "Ana Ruiz (ana@acme.test)", or the address alone. */
export function PersonText({ person }: { person: Person }) {
  const name = personName(person);
  return <Inert>{name === person.email ? name : `${name} (${person.email})`}</Inert>;
}

/** Name, hint, project and environment of one key. */
export function KeyFacts({ subject }: { subject: KeyReference }) {
  return (
    <>
      <Fact label="Key">
        <Inert>{subject.name}</Inert>
      </Fact>
      {subject.hint ? (
        <Fact label="Begins and ends with">
          <Code>{subject.hint}</Code>
        </Fact>
      ) : null}
      <Fact label="Project">
        <Inert>{subject.project}</Inert>
      </Fact>
      <Fact label="Environment">
        <Inert>{subject.environment}</Inert>
      </Fact>
    </>
  );
}

/** When and from where something was done. */
export function OriginFacts({ origin, timeZone }: { origin: Origin; timeZone: string }) {
  return (
    <>
      <Fact label="When">{formatMinute(origin.at, timeZone)}</Fact>
      {origin.address ? (
        <Fact label="Address">
          <Code>{origin.address}</Code>
        </Fact>
      ) : null}
      {origin.place ? (
        <Fact label="Place">
          <Inert>{origin.place}</Inert>
        </Fact>
      ) : null}
      {origin.agent ? (
        <Fact label="Device">
          <Inert>{origin.agent}</Inert>
        </Fact>
      ) : null}
    </>
  );
}

/** The clients that still use a key: address, agent, endpoint, how often, when last. */
export function ClientList({ clients, timeZone }: { clients: Client[]; timeZone: string }) {
  return (
    <List>
      {clients.map((client) => (
        <Item key={`${client.address} ${client.agent ?? ""} ${client.endpoint ?? ""}`}>
          <Code>{client.address}</Code>
          {client.agent ? <>, {userText(client.agent)}</> : null}
          {client.endpoint ? <>, {userText(client.endpoint)}</> : null}
          {`: ${counted(client.calls, "call")}, last ${formatMinute(client.lastSeenAt, timeZone)}`}
        </Item>
      ))}
    </List>
  );
}

/** One line of a list of keys, linked to the key's page, with `children` after it. */
export function KeyItem({ subject, children }: { subject: KeyReference; children?: ReactNode }) {
  return (
    <Item>
      <TextLink href={subject.url}>{userText(subject.name)}</TextLink>
      {` (${userText(subject.project)}, ${userText(subject.environment)})`}
      {children}
    </Item>
  );
}
