import { z } from "zod";
import { GRANTED_SCOPE_PATTERN } from "@/lib/core/scopes";
import { isAddress } from "@/lib/verification/request";
import { DEFAULT_LIFE } from "./lifetimes";
import { AUDIENCE_LABEL, lifeSchema } from "./schema";

/** The body of `POST /v1/leases`. */
export const leaseRequestSchema = z.strictObject({
  key: z.string().max(4096),
  /** Null: all scopes of the key. */
  scopes: z
    .array(z.string().max(129).regex(GRANTED_SCOPE_PATTERN, "must be a scope of the form resource:action"))
    .min(1, "must name at least one scope")
    .max(100)
    .transform((scopes) => [...new Set(scopes)])
    .nullish(),
  ttl: lifeSchema.default(DEFAULT_LIFE),
  audience: z.string().regex(AUDIENCE_LABEL, "must be letters, digits, dots, hyphens and slashes").nullish(),
  ip: z.string().refine(isAddress, "must be an IPv4 or IPv6 address").nullish(),
  userAgent: z.string().max(8192).nullish(),
});

export type LeaseRequest = z.output<typeof leaseRequestSchema>;
