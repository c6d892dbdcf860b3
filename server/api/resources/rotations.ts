import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { keySchema } from "@/lib/keys/schema";
import { forceRotations } from "@/lib/rotation/force-rotations";
import { changeKeySchedule, readKeyRotation } from "@/lib/rotation/key-schedule";
import { listRotations } from "@/lib/rotation/list-rotations";
import { rotateToLink } from "@/lib/rotation/rotate-to-link";
import {
  forceRotationsSchema,
  keyRotationSchema,
  pageOnlySchema,
  rotateToLinkSchema,
  rotationSchema,
  scheduleSchema,
  versionUseSchema,
} from "@/lib/rotation/schema";
import { readVersionUse } from "@/lib/rotation/version-use";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}";
const KEY = `${BASE}/keys/{key}`;
const tag = "Rotation";
const rotation = named("Rotation", rotationSchema);
const keyRotation = named("KeyRotation", keyRotationSchema);

/** When secrets are rotated, by whom, and who still uses the old ones. */
export function registerRotations(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: `${BASE}/rotations`,
    tag,
    summary: "List rotations",
    description:
      "What a schedule, a policy or a person asked for, newest first. `due` without a target is its owner's task.",
    query: pageOnlySchema,
    answers: {
      200: {
        description: "A page.",
        schema: z.object({ items: z.array(rotation), nextCursor: z.string().nullable() }),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listRotations(ctx, query) }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/rotations`,
    tag,
    summary: "Ask for the rotation of a set of keys",
    description:
      "By those who manage their environment, with step-up. Keys that cannot be rotated are named in `left`.",
    body: forceRotationsSchema,
    answers: {
      201: {
        description: "What was asked for.",
        schema: z.object({
          rotations: z.array(rotation),
          left: z.array(z.object({ key: z.string(), why: z.string() })),
        }),
      },
    },
    handle: async ({ ctx, body }) => ({ status: 201, body: await forceRotations(ctx, body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/rotation`,
    tag,
    summary: "Read how a key is rotated",
    answers: { 200: { description: "Its schedule, and what was done.", schema: keyRotation } },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readKeyRotation(ctx, params.key ?? "") }),
  });
  organizationEndpoint(api, {
    method: "patch",
    path: `${KEY}/rotation`,
    tag,
    summary: "Change how a key is rotated",
    description: "Its own interval (never longer than the policy's), hour and zone, pause, delivery, fallback owner.",
    body: scheduleSchema,
    answers: { 200: { description: "The schedule.", schema: keyRotation } },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await changeKeySchedule(ctx, params.key ?? "", body),
    }),
  });
  organizationEndpoint(api, {
    method: "post",
    path: `${KEY}/rotate-to-link`,
    tag,
    summary: "Rotate a key for someone else",
    description: "The new secret is in a single-use link and is shown to nobody else.",
    body: rotateToLinkSchema,
    answers: {
      201: {
        description: "The link, answered this once.",
        schema: z.object({
          key: named("Key", keySchema),
          previousVersion: z.object({
            id: z.string(),
            number: z.number(),
            endsAt: z.string().nullable(),
            endsOnFirstUse: z.boolean(),
          }),
          link: z.object({ id: z.string(), url: z.string(), expiresAt: z.string() }),
        }),
      },
    },
    handle: async ({ ctx, params, body }) => ({ status: 201, body: await rotateToLink(ctx, params.key ?? "", body) }),
  });
  organizationEndpoint(api, {
    method: "get",
    path: `${KEY}/version-usage`,
    tag,
    summary: "Compare the versions of a key",
    description: "Its ten newest versions: how each came to be, its calls per day, and who uses it.",
    answers: {
      200: {
        description: "Newest first.",
        schema: z.object({ items: z.array(named("VersionUse", versionUseSchema)) }),
      },
    },
    handle: async ({ ctx, params }) => ({ status: 200, body: await readVersionUse(ctx, params.key ?? "") }),
  });
}
