import { z } from "zod";

/** An absolute http(s) address; anything else must not become a link. */
export const webUrl = z.url({ protocol: /^https?$/ });

/** ISO 8601 with offset, as `Date#toISOString` writes it. */
export const instant = z.iso.datetime({ offset: true });

/** Props every mail has: whose it is, the reader's zone (IANA name), and where its mail is switched on and off. */
export const baseFields = {
  organizationName: z.string().optional(),
  preferencesUrl: webUrl.optional(),
  timeZone: z.string().default("UTC"),
};

/** The same, for mail that is always about one organization. */
export const organizationFields = { ...baseFields, organizationName: z.string() };

export const person = z.object({ name: z.string().optional(), email: z.string() });
export type Person = z.output<typeof person>;

/** A key as mail may show it: never its secret; `hint` is the first characters and the last four. */
export const keyReference = z.object({
  name: z.string(),
  hint: z.string().optional(),
  project: z.string(),
  environment: z.string(),
  url: webUrl,
});
export type KeyReference = z.output<typeof keyReference>;

/** Where an action came from. */
export const origin = z.object({
  at: instant,
  address: z.string().optional(),
  agent: z.string().optional(),
  place: z.string().optional(),
});
export type Origin = z.output<typeof origin>;

/** A client seen using a key. */
export const client = z.object({
  address: z.string(),
  agent: z.string().optional(),
  endpoint: z.string().optional(),
  calls: z.number().int().nonnegative(),
  lastSeenAt: instant,
});
export type Client = z.output<typeof client>;

export const count = z.number().int().nonnegative();
