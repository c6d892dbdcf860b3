import { z } from "zod";
import { idSchema } from "@/lib/core/ids";
import { pageSchema } from "@/lib/core/pagination";
import { emailSchema, nameSchema } from "@/lib/core/text";

/** The fewest characters of a new password; there are no rules of composition. */
export const SHORTEST_PASSWORD = 10;

/** A password as it is typed to be checked: nothing is said about what a good one is. */
export const typedPasswordSchema = z.string().min(1, "must not be empty").max(256, "must be at most 256 characters");
/** A password that is to be set. Common ones are refused by the verb, which knows whose it is. */
export const newPasswordSchema = z
  .string()
  .min(SHORTEST_PASSWORD, `must be at least ${SHORTEST_PASSWORD} characters`)
  .max(256, "must be at most 256 characters");

const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{20,200}$/, "is not a token of ours");
export const totpCodeSchema = z
  .string()
  .transform((text) => text.replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "must be six digits"));

/** A WebAuthn answer as the browser made it; `@simplewebauthn/server` checks what is inside. */
const authenticatorAnswer = z.looseObject({
  id: z.string().min(1).max(2000),
  rawId: z.string().min(1).max(2000),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
  authenticatorAttachment: z.enum(["cross-platform", "platform"]).optional(),
});
export const assertionSchema = authenticatorAnswer.extend({
  response: z.looseObject({
    clientDataJSON: z.string().max(20_000),
    authenticatorData: z.string().max(20_000),
    signature: z.string().max(20_000),
    userHandle: z.string().max(2000).optional(),
  }),
});
export const attestationSchema = authenticatorAnswer.extend({
  response: z.looseObject({
    clientDataJSON: z.string().max(20_000),
    attestationObject: z.string().max(200_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
});

export const signInSchema = z.strictObject({ email: emailSchema, password: typedPasswordSchema });
export const signUpSchema = z.strictObject({
  name: nameSchema(100),
  email: emailSchema,
  password: newPasswordSchema,
  organization: nameSchema(100),
});
export const tokenInputSchema = z.strictObject({ token: tokenSchema });

/** Exactly one way of proving that it is you. */
export const stepUpSchema = z
  .strictObject({
    totp: totpCodeSchema.optional(),
    recoveryCode: z.string().min(1).max(100).optional(),
    passkey: assertionSchema.optional(),
    password: typedPasswordSchema.optional(),
  })
  .refine(
    (input) => Object.values(input).filter((value) => value !== undefined).length === 1,
    "must hold exactly one of totp, recoveryCode, passkey, password",
  );

const timezoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
    } catch {
      return false;
    }
  }, "must be an IANA time zone such as Europe/Berlin");

export const updateAccountSchema = z.strictObject({
  name: nameSchema(100).optional(),
  timezone: timezoneSchema.nullable().optional(),
});
export const changePasswordSchema = z.strictObject({
  currentPassword: typedPasswordSchema.optional(),
  newPassword: newPasswordSchema,
});
export const addressSchema = z.strictObject({ email: emailSchema });
export const confirmPasswordSchema = z.strictObject({ token: tokenSchema, password: newPasswordSchema });

export const nameFactorSchema = z.strictObject({ name: nameSchema(60).optional() });
export const confirmTotpSchema = z.strictObject({ id: idSchema("factor"), code: totpCodeSchema });
export const addPasskeySchema = z.strictObject({ name: nameSchema(60), response: attestationSchema });
export const renamePasskeySchema = z.strictObject({ name: nameSchema(60) });
export const passkeySignInSchema = z.strictObject({ response: assertionSchema });

export const historyFilterSchema = z.strictObject({ ...pageSchema });

// ── What leaves ─────────────────────────────────────────────────────────────────────────────────────────────────────

const instant = z.iso.datetime();

export const assuranceSchema = z.object({
  half: z.boolean().describe("Signed in, but a factor is still to be proved or enrolled."),
  mfaAt: instant.nullable(),
  stepUpUntil: instant.nullable().describe("Until when sensitive calls pass without asking again."),
  accepted: z.array(z.enum(["totp", "passkey", "recovery_code", "password"])),
  mustEnrol: z.boolean().describe("An organization requires a factor and there is none yet."),
});
export const factorsSchema = z.object({
  totp: z.object({ id: z.string(), name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() }).nullable(),
  passkeys: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      backedUp: z.boolean(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
    }),
  ),
  recoveryCodesLeft: z.number().int(),
  password: z.boolean(),
});
export const accountSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  timezone: z.string().nullable(),
  createdAt: instant,
  passwordChangedAt: instant.nullable(),
  sessionId: z.string(),
  memberships: z.array(
    z.object({
      organizationId: z.string(),
      organization: z.string(),
      name: z.string(),
      role: z.string(),
      memberId: z.string(),
      requiresMfa: z.boolean(),
    }),
  ),
  factors: factorsSchema,
  linkedAccounts: z.array(
    z.object({
      id: z.string(),
      provider: z.string().describe("`github`, `google`, `oidc`, or the id of an organization's identity provider."),
      email: z.string().nullable(),
      createdAt: instant,
      lastUsedAt: instant.nullable(),
    }),
  ),
  assurance: assuranceSchema,
});
export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  method: z.string(),
  factor: z.string().nullable(),
  device: z.string(),
  browser: z.string(),
  ip: z.string().nullable(),
  country: z.string().nullable(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  mfaAt: instant.nullable(),
});
export const signInEventSchema = z.object({
  id: z.string(),
  at: instant,
  outcome: z.string(),
  method: z.string(),
  device: z.string(),
  browser: z.string(),
  ip: z.string().nullable(),
  country: z.string().nullable(),
});
export const signedInSchema = z.object({
  half: z.boolean(),
  accepted: z.array(z.string()),
  mustEnrol: z.boolean(),
});
