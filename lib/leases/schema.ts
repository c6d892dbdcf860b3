import { z } from "zod";
import { parseDuration } from "@/lib/core/durations";
import { pageSchema } from "@/lib/core/pagination";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { nameSchema } from "@/lib/core/text";
import { patternFault } from "./claim-pattern";
import { DEFAULT_LIFE, LONGEST_LIFE } from "./lifetimes";

const VISIBLE = /^[\x21-\x7e]+$/;
const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** What narrows the audience of a lease inside its environment: `billing`, `eu/invoices`. */
export const AUDIENCE_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,138}[A-Za-z0-9])?$/;

/** An issuer as tokens name it: an https URL (http on loopback), without query, fragment or credentials. */
const issuerSchema = z
  .string()
  .max(500)
  .refine((text) => {
    if (!VISIBLE.test(text) || !URL.canParse(text)) return false;
    const url = new URL(text);
    if (url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "" || text.includes("?"))
      return false;
    // The text itself is compared with the token's claim, so it has to be what the URL says.
    if (!`${text}/`.toLowerCase().startsWith(`${url.protocol}//${url.host}/`)) return false;
    return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.test(url.hostname));
  }, "must be an https URL without query or credentials");

const audienceSchema = z.string().max(200).regex(VISIBLE, "must be 1 to 200 visible ASCII characters");

function pattern(max: number) {
  return z
    .string()
    .min(1, "must not be empty")
    .max(max)
    .superRefine((text, context) => {
      const fault = patternFault(text);
      if (fault) context.addIssue({ code: "custom", message: fault });
    });
}

const claimsSchema = z
  .record(z.string().regex(/^[A-Za-z0-9_.:/-]{1,100}$/, "must be the name of a claim"), pattern(500))
  .refine((claims) => Object.keys(claims).length <= 20, "at most 20 claims")
  .refine((claims) => !["iss", "sub", "aud", "exp", "nbf", "iat", "jti"].some((name) => name in claims), {
    message: "iss, sub, aud, exp, nbf, iat and jti are checked by themselves",
  });

/** A life of a lease in seconds, given as a duration (`5m`) or as seconds; at most 15 minutes. */
export const lifeSchema = z
  .union([z.string().max(40), z.int()])
  .transform((value) => (typeof value === "string" ? parseDuration(value) : value))
  .refine((seconds): seconds is number => seconds !== null && seconds >= 1 && seconds <= LONGEST_LIFE, {
    message: "must be a duration from 1s to 15m",
  });

const scopesSchema = z
  .array(z.string().max(129).regex(GRANTED_SCOPE_PATTERN, "must be a scope of the form resource:action"))
  .min(1, "must name at least one scope")
  .max(100)
  .transform((scopes) => [...new Set(scopes)]);

const addressesSchema = z
  .array(z.string().max(60))
  .max(100)
  .transform((list) => [...new Set(list)]);

const reference = z.string().min(1).max(100);

export const createTrustRuleSchema = z.strictObject({
  name: nameSchema(),
  issuer: issuerSchema.describe("As the token's `iss` says it."),
  audience: audienceSchema
    .optional()
    .describe(
      "As the token's `aud` says it. Default: `latchkey:<organization>:<name>`; `latchkey:` is reserved for that.",
    ),
  subject: pattern(500).describe("Pattern for the token's `sub`; `*` is one whole part between `:`, `/` or `|`."),
  claims: claimsSchema.default({}).describe("More claims that must match, by name, each exactly or by a pattern."),
  project: reference,
  environment: reference,
  scopes: scopesSchema,
  longestLife: lifeSchema.default(DEFAULT_LIFE).describe("Life of a lease: a duration of at most 15m, or seconds."),
  addresses: addressesSchema.default([]).describe("Addresses and ranges that may exchange; empty is any."),
  enabled: z.boolean().default(true),
});

export const updateTrustRuleSchema = z
  .strictObject({
    name: nameSchema(),
    issuer: issuerSchema,
    audience: audienceSchema,
    subject: pattern(500),
    claims: claimsSchema,
    scopes: scopesSchema,
    longestLife: lifeSchema,
    addresses: addressesSchema,
    enabled: z.boolean(),
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, "must name at least one field to change");

export const listTrustRulesSchema = z.strictObject({
  ...pageSchema,
  project: reference.optional(),
  environment: reference.optional(),
});

export const trustRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  audience: z.string(),
  subject: z.string(),
  claims: z.record(z.string(), z.string()),
  projectId: z.string(),
  project: z.string(),
  environmentId: z.string(),
  environment: z.string(),
  scopes: z.array(z.string()),
  longestLife: z.int().describe("Seconds."),
  addresses: z.array(z.string()),
  enabled: z.boolean(),
  exchanges: z.int(),
  lastUsedAt: z.string().nullable(),
  lastSubject: z.string().nullable(),
  lastIp: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type TrustRule = z.output<typeof trustRuleSchema>;
