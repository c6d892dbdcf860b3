import { z } from "zod";
import { emailSchema, isStorable, nameSchema } from "@/lib/core/text";

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/** Entra writes "True" and "False". */
const looseBoolean = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(?:true|false)$/i)
    .transform((text) => text.toLowerCase() === "true"),
]);

const nameParts = z.looseObject({
  formatted: z.string().max(200).optional(),
  givenName: z.string().max(100).optional(),
  familyName: z.string().max(100).optional(),
});

/** A User as directories send it. What we do not keep is ignored, as RFC 7643 allows: every directory sends more. */
export const scimUserSchema = z.looseObject({
  userName: emailSchema,
  externalId: z.string().min(1).max(200).optional(),
  displayName: z.string().max(200).nullish(),
  name: nameParts.nullish(),
  active: looseBoolean.default(true),
});

export const scimGroupSchema = z.looseObject({
  displayName: nameSchema(100),
  externalId: z.string().min(1).max(200).optional(),
  members: z
    .array(z.looseObject({ value: z.string().max(100) }))
    .max(5000)
    .nullish(),
});

/** A PATCH of RFC 7644 section 3.5.2, in any letter case. */
export const scimPatchSchema = z.looseObject({
  Operations: z
    .array(
      z.looseObject({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(["add", "replace", "remove"])),
        path: z.string().max(300).optional(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(1000),
});
export const activeSchema = looseBoolean;
export const externalIdSchema = z.string().min(1).max(200);
export const activeObjectSchema = z.looseObject({ active: looseBoolean.optional() });
export const membersValueSchema = z.union([
  z.array(z.looseObject({ value: z.string().max(100) })).max(5000),
  z.looseObject({ value: z.string().max(100) }).transform((one) => [one]),
]);
export const groupObjectSchema = z.looseObject({
  displayName: nameSchema(100).optional(),
  externalId: z.string().max(200).optional(),
  members: membersValueSchema.optional(),
});

export const scimListSchema = z.object({
  // Bodies are looked through as they are read; an address is not.
  filter: z.string().max(500).refine(isStorable, "must not contain NUL").optional(),
  startIndex: z.coerce
    .number()
    .int()
    .catch(1)
    .default(1)
    .transform((value) => Math.max(1, value)),
  count: z.coerce
    .number()
    .int()
    .catch(100)
    .default(100)
    .transform((value) => Math.min(200, Math.max(0, value))),
});

const FILTER =
  /^\s*([A-Za-z][A-Za-z0-9.]{0,60})(?:\[[^\]]{0,100}\](?:\.[a-z]+)?)?\s+eq\s+"((?:[^"\\]|\\.){0,300})"\s*$/i;

/** `attribute eq "value"`, the filter that directories use to look before they write; null for any other. */
export function parseFilter(text: string): { attribute: string; value: string } | null {
  const match = FILTER.exec(text);
  if (!match?.[1] || match[2] === undefined) return null;
  return { attribute: match[1].toLowerCase(), value: match[2].replace(/\\(.)/g, "$1") };
}
