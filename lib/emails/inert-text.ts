/** Longest user text shown in a mail, in UTF-16 units. */
const USER_TEXT_LENGTH = 200;
/** Longest subject, in UTF-16 units; clients show far less. */
const SUBJECT_LENGTH = 160;

// Line breaks become a space; what is invisible or turns the reading direction is dropped. Joiners stay: Persian and emoji need them.
const LINE_BREAKS = /[\r\n\t\v\f\u0085\u2028\u2029]+/gu;
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const HIDDEN_BUT_LAYOUT = new RegExp(`(?![\\n\\t])${HIDDEN.source}`, "gu");
// The shape of an issued key or a service token (DESIGN section 5), wherever a person may have pasted one.
const KEY_SHAPED = /(?<![a-z0-9])(?:[a-z][a-z0-9]{1,15}_[a-z0-9]{1,15}_[0-9A-Za-z]{38}|lks_[0-9A-Za-z_-]{16,})/gu;
// An e-mail address comes first, and stays as it is: it has to be copied, and its link only writes mail.
const LINK_SHAPED =
  /([a-z0-9._%+'-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}(?![\p{L}\p{N}:/]))|[a-z][a-z0-9+.-]*:\/\/|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/giu;
const NON_JOINER = "\u200c";

/** Drops control, bidi and invisible characters from a finished document; keeps newlines and tabs. */
export function stripHidden(document: string): string {
  return document.replace(HIDDEN_BUT_LAYOUT, "");
}

/** One line without control, bidi or invisible characters, and without anything that looks like a key. */
export function plainLine(text: string): string {
  return text
    .replace(LINE_BREAKS, " ")
    .replace(HIDDEN, "")
    .replace(KEY_SHAPED, "[key removed]")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** Cuts to `length` UTF-16 units with an ellipsis, never inside a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** A subject safe in a mail header: one line, at most 160 units. */
export function subjectLine(text: string): string {
  return cutText(plainLine(text), SUBJECT_LENGTH);
}

/** Text written by a person, made inert for a mail's body: one line, cut at 200 units, and never turned into a link by a mail client. */
export function userText(text: string): string {
  const line = cutText(plainLine(text), USER_TEXT_LENGTH);
  // A zero-width non-joiner stops clients from linking, and reads the same.
  return line.replace(
    LINK_SHAPED,
    (link, address?: string) => address ?? link.replace(/[.:]/g, (mark) => `${mark}${NON_JOINER}`),
  );
}
