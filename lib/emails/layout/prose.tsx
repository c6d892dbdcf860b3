import { Button, Heading, Link, Text } from "@react-email/components";
import type { ReactNode } from "react";
import { userText } from "@/lib/emails/inert-text";
import { color, font } from "@/lib/emails/layout/palette";

type Children = { children: ReactNode };

/** The mail's one headline. */
export function Title({ children }: Children) {
  return (
    <Heading
      as="h1"
      style={{ color: color.ink, fontSize: "19px", fontWeight: 600, lineHeight: "26px", margin: "0 0 12px" }}
    >
      {children}
    </Heading>
  );
}

export function Paragraph({ children }: Children) {
  return <Text style={{ color: color.ink, fontSize: "15px", lineHeight: "23px", margin: "0 0 14px" }}>{children}</Text>;
}

/** A quieter sentence: what to do when this was not you, when a link ends. */
export function Note({ children }: Children) {
  return (
    <div className="muted">
      <Text style={{ color: color.muted, fontSize: "13px", lineHeight: "20px", margin: "14px 0 0" }}>{children}</Text>
    </div>
  );
}

/** Text written by a person: escaped, one line, cut, and inert against link detection. */
export function Inert({ children }: { children: string }) {
  return <>{userText(children)}</>;
}

/** The mail's main button. `href` is an http(s) address, checked by the template's schema. */
export function Action({ href, children }: { href: string; children: string }) {
  return (
    <div style={{ margin: "18px 0 6px" }}>
      <Button
        className="action"
        href={href}
        style={{
          backgroundColor: color.action,
          borderRadius: "7px",
          color: color.actionInk,
          fontSize: "15px",
          fontWeight: 600,
          padding: "11px 18px",
        }}
      >
        {children}
      </Button>
    </div>
  );
}

/** A link inside a sentence or a list. */
export function TextLink({ href, children }: { href: string; children: string }) {
  return (
    <Link className="link" href={href} style={{ color: color.link, textDecoration: "underline" }}>
      {children}
    </Link>
  );
}

export function List({ children }: Children) {
  return <ul style={{ margin: "0 0 14px", padding: "0 0 0 20px" }}>{children}</ul>;
}

export function Item({ children }: Children) {
  return <li style={{ color: color.ink, fontSize: "14px", lineHeight: "22px", margin: "0 0 6px" }}>{children}</li>;
}

/** Fixed-width text: a key's hint, an address, a scope. Also inert. */
export function Code({ children }: { children: string }) {
  return <span style={{ fontFamily: font.mono, fontSize: "0.92em" }}>{userText(children)}</span>;
}
