import ipaddr from "ipaddr.js";
import { z } from "zod";
import { HTTP_METHODS } from "@/lib/core/enums";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { rateLimitSchema } from "@/lib/policies/schema";
import { COUNTRY_CODES } from "./countries";

const LONGEST_ENTRY = 64;
const LONGEST_PATH = 300;
const DOTTED = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (DOTTED.test(text)) return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text) : null;
  if (!text.includes(":") || text.includes("%") || !ipaddr.IPv6.isValid(text)) return null;
  return ipaddr.IPv6.parse(text);
}

type Range = { address: ipaddr.IPv4 | ipaddr.IPv6; bits: number; single: boolean };

function parseRange(text: string): Range | null {
  if (text.length > LONGEST_ENTRY) return null;
  const slash = text.indexOf("/");
  const parsed = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!parsed) return null;
  const suffix = slash < 0 ? null : text.slice(slash + 1);
  if (suffix !== null && !/^(?:0|[1-9]\d{0,2})$/.test(suffix)) return null;
  // An IPv4 address written inside IPv6 is that IPv4 address: the gateway compares them so too.
  const mapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
  const address = mapped && parsed instanceof ipaddr.IPv6 ? parsed.toIPv4Address() : parsed;
  const most = address instanceof ipaddr.IPv4 ? 32 : 128;
  const bits = suffix === null ? most : Number(suffix) - (mapped ? 96 : 0);
  return bits >= 0 && bits <= most ? { address, bits, single: suffix === null } : null;
}

/** The one form of an address or CIDR range: host bits cleared, IPv6 compressed; null when it is neither. */
export function normalizeRange(text: string): string | null {
  const range = parseRange(text.trim());
  if (!range) return null;
  if (range.single) return range.address.toString();
  const kind = range.address instanceof ipaddr.IPv4 ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${range.address.toString()}/${range.bits}`).toString()}/${range.bits}`;
}

/** True when every address of `inner` is one of `outer`. */
export function rangeCovers(outer: string, inner: string): boolean {
  const wide = parseRange(outer);
  const narrow = parseRange(inner);
  if (!wide || !narrow || wide.address.kind() !== narrow.address.kind() || narrow.bits < wide.bits) return false;
  return narrow.address.match(wide.address, wide.bits);
}

/** Half of all IPv4 addresses, or half of the IPv6 addresses that are given out (2000::/3). */
const OPEN_SHARES = { ipv4: 1 / 2, ipv6: 1 / 16 };

/** Whether ranges together allow so much that they restrict nothing: `0.0.0.0/1, 128.0.0.0/1` is no allow-list. */
export function isOpenNetwork(ranges: readonly string[]): boolean {
  const shares = { ipv4: 0, ipv6: 0 };
  for (const text of ranges) {
    const range = parseRange(text);
    if (range) shares[range.address.kind()] += 2 ** -range.bits;
  }
  return shares.ipv4 >= OPEN_SHARES.ipv4 || shares.ipv6 >= OPEN_SHARES.ipv6;
}

function distinct<T>(values: T[]): T[] {
  return [...new Set(values)];
}

const rangeSchema = z
  .string()
  .max(LONGEST_ENTRY)
  .transform((text, context) => {
    const range = normalizeRange(text);
    if (range === null) {
      context.addIssue({ code: "custom", message: "must be an IPv4 or IPv6 address or a CIDR range" });
      return z.NEVER;
    }
    if (range.endsWith("/0")) {
      context.addIssue({ code: "custom", message: "allows every address; leave the list empty instead" });
      return z.NEVER;
    }
    return range;
  });

const SEGMENT = /^(?:\*\*|\{[A-Za-z_][A-Za-z0-9_-]{0,63}\}|[A-Za-z0-9._~!$&'()+,;=:@%*-]{1,200})$/;

function isPathPattern(text: string): boolean {
  if (!text.startsWith("/")) return false;
  const segments = text.slice(1).split("/");
  return segments.every((segment, index) => {
    if (segment === "") return index === segments.length - 1;
    return (
      SEGMENT.test(segment) && segment !== "." && segment !== ".." && (segment === "**" || !segment.includes("**"))
    );
  });
}

const pathSchema = z
  .string()
  .max(LONGEST_PATH, `must be at most ${LONGEST_PATH} characters`)
  .refine(isPathPattern, "must be a path pattern such as /invoices/{id} or /invoices/**");

const countrySchema = z
  .string()
  .max(2, "must be a country code of ISO 3166-1 such as DE")
  .transform((code) => code.toUpperCase())
  .refine((code) => COUNTRY_CODES.has(code), "must be a country code of ISO 3166-1 such as DE");

/** Scopes as granted; whether they are in the catalogue is the verb's to say. */
export const grantedScopesSchema = z
  .array(z.string().max(130).regex(GRANTED_SCOPE_PATTERN, "must be a scope such as invoices:read"))
  .max(200, "at most 200 scopes")
  .transform((scopes) => distinct(scopes).sort());

export const methodsSchema = z
  .array(z.enum(HTTP_METHODS, `must be one of ${HTTP_METHODS.join(", ")}`))
  .max(HTTP_METHODS.length)
  .transform((methods) => HTTP_METHODS.filter((method) => methods.includes(method)));
export const pathsSchema = z.array(pathSchema).max(50, "at most 50 paths").transform(distinct);
export const ipAllowlistSchema = z
  .array(rangeSchema)
  .max(100, "at most 100 ranges")
  .transform(distinct)
  .refine((ranges) => !isOpenNetwork(ranges), "allows nearly every address; leave the list empty instead");
export const countriesSchema = z
  .array(countrySchema)
  .max(250)
  .transform((codes) => distinct(codes).sort());
export const rateLimitsSchema = z.array(rateLimitSchema).max(8, "at most 8 limits");
export const quotaSchema = z.int("must be a whole number").min(1).max(1_000_000_000_000);
export const concurrencySchema = z.int("must be a whole number").min(1).max(1_000_000);
