import { Body, Container, Head, Html, Link, Preview, Section, Text } from "@react-email/components";
import type { ReactElement, ReactNode } from "react";
import { cutText, userText } from "@/lib/emails/inert-text";
import { color, font } from "@/lib/emails/layout/palette";

/** What a person's preferences and caps work on; `security` cannot be switched off. */
export type EmailCategory = "security" | "transactional" | "alert" | "digest";

type DocumentProps = {
  category: EmailCategory;
  preview: string;
  organizationName: string | undefined;
  preferencesUrl: string | undefined;
  body: ReactNode;
};

// Inline styles carry the light look everywhere; clients that know the media query get the dark one.
const DARK_STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #0f1115 !important; }
  .card { background-color: #171a21 !important; border-color: #2b303b !important; }
  .ink, .ink p, .ink h1, .ink li, .ink div { color: #e6e8ec !important; }
  .muted, .muted p, .muted a { color: #9aa2b1 !important; }
  .action { background-color: #e6e8ec !important; color: #0f1115 !important; }
  .link { color: #9db8ff !important; }
  .rule { border-color: #2b303b !important; }
}`;

function footerSentence(category: EmailCategory, organizationName: string | undefined): string {
  const where = organizationName ? ` for ${userText(organizationName)}` : "";
  if (category === "security") return `Sent by Latchkey${where}. Security mail cannot be switched off.`;
  return `Sent by Latchkey${where}.`;
}

/** The shared frame of every mail: no external images, legible with images and styles off, and in dark mode. */
export function emailDocument({
  category,
  preview,
  organizationName,
  preferencesUrl,
  body,
}: DocumentProps): ReactElement {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <style>{DARK_STYLES}</style>
      </Head>
      <Preview>{cutText(preview, 140)}</Preview>
      <Body className="page" style={{ margin: 0, padding: 0 }}>
        {/* Body puts its style on an inner cell that no class reaches, so the page's colours are on a section. */}
        <Section className="page" style={{ backgroundColor: color.page, fontFamily: font.sans, padding: "24px 12px" }}>
          <Container style={{ maxWidth: "560px" }}>
            <Text
              data-skip-in-text={true}
              className="muted"
              style={{ color: color.muted, fontSize: "13px", fontWeight: 600, margin: "0 0 12px 4px" }}
            >
              Latchkey
            </Text>
            <Section
              className="card ink"
              style={{
                backgroundColor: color.card,
                border: `1px solid ${color.rule}`,
                borderRadius: "10px",
                padding: "24px",
              }}
            >
              {body}
            </Section>
            <Section className="muted" style={{ padding: "8px 4px" }}>
              <Text style={{ color: color.muted, fontSize: "12px", lineHeight: "18px", margin: 0 }}>
                {footerSentence(category, organizationName)}
                {category !== "security" && preferencesUrl ? (
                  <>
                    {" "}
                    <Link href={preferencesUrl} style={{ color: color.muted, textDecoration: "underline" }}>
                      Choose which mail you get
                    </Link>
                  </>
                ) : null}
              </Text>
            </Section>
          </Container>
        </Section>
      </Body>
    </Html>
  );
}
