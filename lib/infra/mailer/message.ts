import { createHash } from "node:crypto";
import { MailerError } from "@/lib/infra/mailer/mailer-error";

/** A picture shown inside the HTML part as `cid:<cid>`; the shape an outbox row stores. */
type MailAttachment = { cid: string; filename: string; contentType: string; base64: string };

export type MailMessage = {
  /** The event's id: the idempotency key. The same id always means the same message. */
  id: string;
  /** `Name <address>` or an address. */
  from: string;
  /** One address. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** `List-*`, `References`, `In-Reply-To` and `X-*` only. */
  headers?: Record<string, string>;
  attachments?: MailAttachment[];
};

export type Mailbox = { name: string; address: string };

/** A message whose every header is known to be safe. */
type CheckedMessage = Omit<MailMessage, "from" | "to"> & {
  from: Mailbox;
  to: Mailbox;
  /** 32 hexadecimal digits derived from the id: the same on every attempt, and safe in any header. */
  digest: string;
};

const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const ADDRESS = /^[^\s<>@,;:"()[\]\\]{1,64}@[^\s<>@,;:"()\\]{1,253}$/u;
const NAMED = /^(?:"([^"\\]*)"|([^"<>@,;:\\]*?)) ?<([^<>]+)>$/u;
const HEADER_NAME = /^(?:list-[a-z-]{1,40}|references|in-reply-to|x-[a-z0-9-]{1,60})$/i;
const CONTENT_TYPE = /^image\/(?:png|jpeg|gif)$/;
const CONTENT_ID = /^[A-Za-z0-9._@-]{1,120}$/;
const FILENAME = /^[A-Za-z0-9._-]{1,120}$/;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HEADER_VALUE_LENGTH = 900;

function refuse(what: string): never {
  throw new MailerError("invalid_message", `The message was not sent: ${what}.`);
}

/** `Name <address>` or `address` as one mailbox; null when it is anything else, such as a list or a line break. */
export function parseMailbox(text: string): Mailbox | null {
  if (CONTROL.test(text)) return null;
  const named = NAMED.exec(text.trim());
  const address = named?.[3] ?? text.trim();
  if (!ADDRESS.test(address)) return null;
  return { name: (named?.[1] ?? named?.[2] ?? "").trim(), address };
}

/** Refuses what could inject a header or reach another recipient (MailerError `invalid_message`). */
export function checkMessage(message: MailMessage): CheckedMessage {
  if (message.id === "") refuse("it has no id");
  const from = parseMailbox(message.from) ?? refuse("its sender is not one address");
  const to = parseMailbox(message.to) ?? refuse("its recipient is not one address");
  if (message.subject.trim() === "" || message.subject.length > HEADER_VALUE_LENGTH || CONTROL.test(message.subject)) {
    refuse("its subject is empty, too long or not one line");
  }
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    if (!HEADER_NAME.test(name)) refuse("it sets a header that is not allowed");
    if (value.length > HEADER_VALUE_LENGTH || CONTROL.test(value)) refuse("a header is too long or not one line");
  }
  for (const { cid, filename, contentType, base64 } of message.attachments ?? []) {
    const named = CONTENT_ID.test(cid) && FILENAME.test(filename) && CONTENT_TYPE.test(contentType);
    if (!named || base64 === "" || !BASE64.test(base64)) refuse("an attachment is not an inline picture");
  }
  return { ...message, from, to, digest: createHash("sha256").update(message.id).digest("hex").slice(0, 32) };
}
