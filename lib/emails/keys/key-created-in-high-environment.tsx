import { z } from "zod";
import { defineEmail } from "@/lib/emails/define-email";
import { instant, keyReference, organizationFields, origin, person } from "@/lib/emails/fields";
import { Fact, Facts, KeyFacts, OriginFacts, PersonText } from "@/lib/emails/layout/facts";
import { Action, Code, Item, List, Note, Paragraph, Title } from "@/lib/emails/layout/prose";
import { formatDay, keyLabel } from "@/lib/emails/wording";

export const keyCreatedInHighEnvironmentEmail = defineEmail({
  name: "key-created-in-high-environment",
  category: "security",
  schema: z.object({
    ...organizationFields,
    key: keyReference,
    owner: person,
    createdBy: person,
    createdFrom: origin,
    scopes: z.array(z.string()),
    expiresAt: instant.nullable(),
  }),
  subject: (props) => `New key in ${props.key.environment}: ${props.key.name}`,
  preview: (props) => `${keyLabel(props.key)} was created.`,
  Body: (props) => (
    <>
      <Title>A key was created in a high-sensitivity environment</Title>
      <Facts>
        <KeyFacts subject={props.key} />
        <Fact label="Owner">
          <PersonText person={props.owner} />
        </Fact>
        <Fact label="Created by">
          <PersonText person={props.createdBy} />
        </Fact>
        <OriginFacts origin={props.createdFrom} timeZone={props.timeZone} />
        <Fact label="Expires">{props.expiresAt ? formatDay(props.expiresAt, props.timeZone) : "never"}</Fact>
      </Facts>
      <Paragraph>What it may do:</Paragraph>
      <List>
        {props.scopes.map((scope) => (
          <Item key={scope}>
            <Code>{scope}</Code>
          </Item>
        ))}
      </List>
      <Action href={props.key.url}>Open the key</Action>
      <Note>If nobody should have created it, disable it on that page: that takes effect within a second.</Note>
    </>
  ),
});
