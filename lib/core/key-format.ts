import { crc32 as zlibCrc32 } from "node:zlib";
import { encodeBase62, randomBase62 } from "./base62";

/** `<prefix>_<tag>_<32 random base62><6 base62 CRC-32 of all before it>` (DESIGN section 5). */
export const KEY_PREFIX_PATTERN = /^[a-z][a-z0-9]{1,15}$/;
export const ENVIRONMENT_TAG_PATTERN = /^[a-z][a-z0-9]{1,15}$/;
export const SERVICE_TOKEN_PREFIX = "lks";

const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const BODY_LENGTH = RANDOM_LENGTH + CHECKSUM_LENGTH;
const SHORTEST = 2 + 1 + 2 + 1 + BODY_LENGTH;
const LONGEST = 16 + 1 + 16 + 1 + BODY_LENGTH;

export type KeyParts = { prefix: string; tag: string };

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

function tableCrc32(text: string): number {
  let value = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    value = (CRC_TABLE[(value ^ text.charCodeAt(index)) & 0xff] ?? 0) ^ (value >>> 8);
  }
  return (value ^ 0xffffffff) >>> 0;
}

// zlib.crc32 came with Node 20.15; the table serves runtimes without it.
const crc32: (text: string) => number = typeof zlibCrc32 === "function" ? (text) => zlibCrc32(text) : tableCrc32;

function checksum(text: string): string {
  return encodeBase62(crc32(text), CHECKSUM_LENGTH);
}

/** Makes a new secret. `prefix` and `tag` must match their patterns. */
export function generateKeySecret(prefix: string, tag: string): string {
  if (!KEY_PREFIX_PATTERN.test(prefix)) throw new RangeError("The key prefix is not of the form [a-z][a-z0-9]{1,15}.");
  if (!ENVIRONMENT_TAG_PATTERN.test(tag)) throw new RangeError("The tag is not of the form [a-z][a-z0-9]{1,15}.");
  const body = `${prefix}_${tag}_${randomBase62(RANDOM_LENGTH)}`;
  return body + checksum(body);
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isName(text: string, from: number, to: number): boolean {
  if (to - from < 2 || to - from > 16 || !isLower(text.charCodeAt(from))) return false;
  for (let index = from + 1; index < to; index += 1) {
    const code = text.charCodeAt(index);
    if (!isLower(code) && !isDigit(code)) return false;
  }
  return true;
}

/** Splits a secret into prefix and tag; null when its form or checksum is wrong. Linear, never throws. */
export function parseKeySecret(secret: string): KeyParts | null {
  const length = secret.length;
  if (length < SHORTEST || length > LONGEST) return null;
  const bodyStart = length - BODY_LENGTH;
  if (secret.charCodeAt(bodyStart - 1) !== 95) return null;
  for (let index = bodyStart; index < length; index += 1) {
    const code = secret.charCodeAt(index);
    if (!isDigit(code) && !isLower(code) && !(code >= 65 && code <= 90)) return null;
  }
  const separator = secret.indexOf("_");
  const tagEnd = bodyStart - 1;
  if (separator >= tagEnd || !isName(secret, 0, separator) || !isName(secret, separator + 1, tagEnd)) return null;
  if (checksum(secret.slice(0, length - CHECKSUM_LENGTH)) !== secret.slice(length - CHECKSUM_LENGTH)) return null;
  return { prefix: secret.slice(0, separator), tag: secret.slice(separator + 1, tagEnd) };
}

/** What people see of a secret: `acme_prod_Ab12` and its last four characters. */
export function describeSecret(secret: string): { start: string; lastFour: string } {
  return { start: secret.slice(0, secret.length - BODY_LENGTH + 4), lastFour: secret.slice(-4) };
}

/** Makes a service token `lks_<38 characters>`, checked like a key. */
export function generateServiceToken(): string {
  const body = `${SERVICE_TOKEN_PREFIX}_${randomBase62(RANDOM_LENGTH)}`;
  return body + checksum(body);
}

/** True when the form and the checksum of a service token are right. */
export function isServiceToken(token: string): boolean {
  const expected = SERVICE_TOKEN_PREFIX.length + 1 + BODY_LENGTH;
  if (token.length !== expected || !token.startsWith(`${SERVICE_TOKEN_PREFIX}_`)) return false;
  return checksum(token.slice(0, -CHECKSUM_LENGTH)) === token.slice(-CHECKSUM_LENGTH);
}
