import { render, toPlainText } from "@react-email/render";
import type { ReactNode } from "react";
import type { z } from "zod";
import { stripHidden, subjectLine, userText } from "@/lib/emails/inert-text";
import { type EmailCategory, emailDocument } from "@/lib/emails/layout/document";

type RenderedEmail = { subject: string; html: string; text: string };

/** A mail whose props are not known statically: what an outbox that stored `{ name, props }` as JSON needs. */
export type EmailUnit = {
  readonly name: string;
  readonly category: EmailCategory;
  /** Parses the props (ZodError when they do not fit) and renders. */
  readonly renderUnknown: (props: unknown) => Promise<RenderedEmail>;
};

type EmailTemplate<Schema extends z.ZodType = z.ZodType> = EmailUnit & {
  readonly schema: Schema;
  readonly render: (props: z.input<Schema>) => Promise<RenderedEmail>;
};

type FooterProps = { organizationName?: string | undefined; preferencesUrl?: string | undefined };

type EmailDefinition<Schema extends z.ZodType<FooterProps>> = {
  name: string;
  category: EmailCategory;
  /** JSON-safe props; instants are ISO 8601 strings. */
  schema: Schema;
  subject: (props: z.output<Schema>) => string;
  /** The line an inbox shows after the subject. */
  preview: (props: z.output<Schema>) => string;
  Body: (props: z.output<Schema>) => ReactNode;
};

const TEXT_OPTIONS = {
  selectors: [
    { selector: "a", options: { linkBrackets: ["<", ">"] as [string, string], hideLinkHrefIfSameAsText: true } },
    { selector: "h1", options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: "ul", options: { itemPrefix: "- " } },
  ],
};

/** Defines one mail as a typed unit: props, subject, preview and body. */
export function defineEmail<Schema extends z.ZodType<FooterProps>>(
  definition: EmailDefinition<Schema>,
): EmailTemplate<Schema> {
  const { name, category, schema, subject, preview, Body } = definition;
  const renderUnknown = async (input: unknown): Promise<RenderedEmail> => {
    const props = schema.parse(input);
    const document = emailDocument({
      category,
      preview: userText(preview(props)),
      organizationName: props.organizationName,
      preferencesUrl: props.preferencesUrl,
      body: Body(props),
    });
    const html = stripHidden(await render(document));
    return { subject: subjectLine(subject(props)), html, text: `${stripHidden(toPlainText(html, TEXT_OPTIONS))}\n` };
  };
  return { name, category, schema, renderUnknown, render: renderUnknown };
}

/** Renders a mail to subject, HTML and plain text. Throws ZodError when the props do not fit the template. */
export function renderEmail<Schema extends z.ZodType>(
  template: EmailTemplate<Schema>,
  props: z.input<Schema>,
): Promise<RenderedEmail> {
  return template.render(props);
}
