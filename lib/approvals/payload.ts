import { z } from "zod";
import { canonicalJson } from "@/lib/audit/chain";
import { formatDuration } from "@/lib/core/durations";
import { HTTP_METHODS } from "@/lib/core/enums";
import { type FieldError, invalidInput } from "@/lib/core/errors";
import { idSchema } from "@/lib/core/ids";
import { sha256 } from "@/lib/core/vault";
import { rateLimitSchema } from "@/lib/policies/schema";
import type { Amendment } from "./schema";

const texts = z.array(z.string());

/** What a request would do: resolved, complete, frozen. Instants are ISO 8601 in UTC, durations seconds. */
export const payloadSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("create_key"),
    name: z.string(),
    purpose: z.string(),
    projectId: idSchema("project"),
    environmentId: idSchema("environment"),
    ownerId: z.union([idSchema("user"), idSchema("team")]),
    scopes: texts,
    methods: z.array(z.enum(HTTP_METHODS)),
    paths: texts,
    ipAllowlist: texts,
    countries: texts,
    rateLimits: z.array(rateLimitSchema),
    quota: z.number().nullable(),
    concurrency: z.number().nullable(),
    tags: z.record(z.string(), z.string()),
    notBefore: z.string().nullable(),
    /** The end of life is the earlier of `expiresAt` and claim + `lifetime`; never, when both are null. */
    expiresAt: z.string().nullable(),
    lifetime: z.number().nullable(),
    template: z.strictObject({ id: idSchema("template"), version: z.number() }).nullable(),
    waiveNetwork: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("extend_scopes"), keyId: idSchema("key"), scopes: texts }),
  z.strictObject({ kind: z.literal("extend_expiry"), keyId: idSchema("key"), expiresAt: z.string().nullable() }),
  z.strictObject({ kind: z.literal("elevate"), keyId: idSchema("key"), scopes: texts, duration: z.number() }),
  z.strictObject({ kind: z.literal("waive_network"), keyId: idSchema("key"), duration: z.number() }),
]);
export type Payload = z.output<typeof payloadSchema>;
export type KeyPayload = Extract<Payload, { kind: "create_key" }>;

export function payloadHash(payload: Payload): Buffer {
  return sha256(canonicalJson(payload));
}

/** When a new key would end if it were claimed at `now`. */
export function endOfLife(payload: KeyPayload, now: Date): Date | null {
  const ends = [
    ...(payload.expiresAt === null ? [] : [new Date(payload.expiresAt)]),
    ...(payload.lifetime === null ? [] : [new Date(now.getTime() + payload.lifetime * 1000)]),
  ];
  return ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
}

/** Seconds that what is asked would last from `now`; infinite for never, null where it has no length of its own. */
export function lifetimeOf(payload: Payload, now: Date): number | null {
  if (payload.kind === "extend_scopes") return null;
  if (payload.kind === "elevate" || payload.kind === "waive_network") return payload.duration;
  const end =
    payload.kind === "create_key" ? endOfLife(payload, now) : payload.expiresAt && new Date(payload.expiresAt);
  return end ? (end.getTime() - now.getTime()) / 1000 : Number.POSITIVE_INFINITY;
}

export function scopesOf(payload: Payload): string[] {
  return payload.kind === "extend_expiry" || payload.kind === "waive_network" ? [] : payload.scopes;
}

/** The payload after an approver's amendment: less scopes, shorter. @throws invalid_input where it would add or lengthen. */
export function amend(payload: Payload, amendment: Amendment): Payload {
  const errors: FieldError[] = [];
  const refuse = (path: string, message: string) => errors.push({ path, message });
  const amended: Record<string, unknown> = { ...payload };
  const { dropScopes, lifetime, expiresAt, duration } = amendment;
  if (dropScopes && dropScopes.length > 0) {
    const scopes = scopesOf(payload);
    for (const [index, scope] of dropScopes.entries()) {
      if (!scopes.includes(scope)) refuse(`dropScopes.${index}`, "is not asked for");
    }
    const left = scopes.filter((scope) => !dropScopes.includes(scope));
    if (left.length === 0) refuse("dropScopes", "would leave no scope; deny the request instead");
    amended.scopes = left;
  }
  if (lifetime !== undefined) {
    if (payload.kind !== "create_key") refuse("lifetime", "is for new keys");
    else if (lifetime === 0 || (payload.lifetime !== null && lifetime > payload.lifetime))
      refuse("lifetime", "may only shorten");
    else amended.lifetime = lifetime;
  }
  if (expiresAt !== undefined) {
    const end = new Date(expiresAt);
    if (payload.kind !== "create_key" && payload.kind !== "extend_expiry")
      refuse("expiresAt", "is for keys that get an end");
    else if (payload.expiresAt !== null && end > new Date(payload.expiresAt)) refuse("expiresAt", "may only shorten");
    else amended.expiresAt = end.toISOString();
  }
  if (duration !== undefined) {
    if (payload.kind !== "elevate" && payload.kind !== "waive_network")
      refuse("duration", "is for elevations and waivers");
    else if (duration === 0 || duration > payload.duration) refuse("duration", "may only shorten");
    else amended.duration = duration;
  }
  if (errors.length > 0) throw invalidInput(errors, "An approver may take away, never add.");
  return payloadSchema.parse(amended);
}

/** What differs between what was asked and what is left, in words. */
export function changesInWords(submitted: Payload, left: Payload): string[] {
  const dropped = scopesOf(submitted).filter((scope) => !scopesOf(left).includes(scope));
  const words = dropped.map((scope) => `without ${scope}`);
  const shorter = (name: "expiresAt" | "lifetime" | "duration") => {
    const before = name in submitted ? Reflect.get(submitted, name) : undefined;
    const after: unknown = name in left ? Reflect.get(left, name) : undefined;
    if (before === after || after === null || after === undefined) return;
    words.push(typeof after === "number" ? `at most ${formatDuration(after)}` : `until ${String(after)}`);
  };
  shorter("lifetime");
  shorter("expiresAt");
  shorter("duration");
  return words;
}
