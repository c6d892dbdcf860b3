import { randomBytes } from "node:crypto";
import { z } from "zod";

/** Every kind of row that has a public id, with the prefix its ids carry. */
export const ID_PREFIXES = {
  organization: "org",
  user: "usr",
  member: "mbr",
  invitation: "inv",
  team: "team",
  session: "ses",
  project: "prj",
  environment: "env",
  scope: "scp",
  template: "tpl",
  key: "key",
  keyVersion: "kv",
  grant: "grt",
  request: "req",
  decision: "dec",
  review: "rev",
  reviewItem: "rvi",
  serviceToken: "stk",
  trustRule: "trs",
  lease: "lse",
  signingKey: "sgk",
  auditEvent: "aud",
  mail: "eml",
  anomaly: "ano",
  incident: "inc",
  webhook: "whk",
  node: "node",
  passkey: "psk",
  factor: "fac",
  identityProvider: "idp",
  account: "acc",
  link: "lnk",
  rule: "rul",
  notification: "ntf",
  signIn: "sgn",
  breakGlass: "bgu",
  rotation: "rot",
  deliveryTarget: "dlt",
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A typed id: `key_01j…`. The 26 characters after the prefix are a UUIDv7 in Crockford base32, so ids sort by creation. */
export type Id<K extends IdKind> = `${(typeof ID_PREFIXES)[K]}_${string}`;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const BODY = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

function uuidv7(milliseconds: number): Uint8Array {
  const bytes = randomBytes(16);
  let time = milliseconds;
  for (let index = 5; index >= 0; index -= 1) {
    bytes[index] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

function encode(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((value >> shift) & 31n)];
  return text;
}

/** A new id of the given kind; `at` (ms since the epoch) decides its place in the order. */
export function newId<K extends IdKind>(kind: K, at: number = Date.now()): Id<K> {
  return `${ID_PREFIXES[kind]}_${encode(uuidv7(at))}`;
}

/** True when `value` is well formed as an id of that kind (it may still name nothing). */
export function isId<K extends IdKind>(kind: K, value: string): value is Id<K> {
  const prefix = ID_PREFIXES[kind];
  return value.startsWith(`${prefix}_`) && BODY.test(value.slice(prefix.length + 1));
}

/** A zod schema that accepts ids of one kind and types them. */
export function idSchema<K extends IdKind>(kind: K) {
  return z.string().transform((value, context): Id<K> => {
    if (isId(kind, value)) return value;
    context.addIssue({ code: "custom", message: `must be an id that begins with ${ID_PREFIXES[kind]}_` });
    return z.NEVER;
  });
}
