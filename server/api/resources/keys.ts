import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { requestSchema } from "@/lib/approvals/answer-schema";
import { askForKey } from "@/lib/approvals/ask-for-key";
import { disableKey } from "@/lib/keys/disable-key";
import { enableKey } from "@/lib/keys/enable-key";
import { identifyKey } from "@/lib/keys/identify-key";
import { importKeys } from "@/lib/keys/import-keys";
import { listKeyEvents } from "@/lib/keys/list-key-events";
import { listKeyTimeline } from "@/lib/keys/list-key-timeline";
import { listKeys } from "@/lib/keys/list-keys";
import { listVersions } from "@/lib/keys/list-versions";
import { previewKeyChange } from "@/lib/keys/preview-change";
import { readKey } from "@/lib/keys/read-key";
import { revokeKey } from "@/lib/keys/revoke-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import {
  createKeyBodySchema,
  disableKeySchema,
  identifyKeySchema,
  importKeysSchema,
  keyChangePreviewSchema,
  keyDetailSchema,
  keyEventSchema,
  keyEventsSchema,
  keySchema,
  keyVersionSchema,
  listedKeySchema,
  listKeysSchema,
  pageOnlySchema,
  propagationSchema,
  revokeKeySchema,
  rotateKeySchema,
  timelineEventSchema,
  transferKeySchema,
  updateKeySchema,
  waitSchema,
} from "@/lib/keys/schema";
import { transferKey } from "@/lib/keys/transfer-key";
import { updateKey } from "@/lib/keys/update-key";
import { fillFromTemplate } from "@/lib/templates/fill-from-template";
import type { ApiEnvironment } from "../context";
import { organizationEndpoint } from "../endpoint";
import { named } from "../named";

const BASE = "/organizations/{organization}/keys";
const ONE = `${BASE}/{key}`;
const TAG = "Keys";

const key = named("Key", keySchema);
const changed = z.object({ key, propagation: named("Propagation", propagationSchema) });

const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The life of a key: made, found, changed, stopped. */
export function registerKeys(api: OpenAPIHono<ApiEnvironment>): void {
  organizationEndpoint(api, {
    method: "get",
    path: BASE,
    tag: TAG,
    summary: "List keys",
    description: "The inventory. Several values of a filter are repeated or joined by commas.",
    query: listKeysSchema,
    answers: {
      200: {
        description: "A page of keys.",
        schema: page(named("ListedKey", listedKeySchema)),
      },
    },
    handle: async ({ ctx, query }) => ({ status: 200, body: await listKeys(ctx, query) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: BASE,
    tag: TAG,
    summary: "Make a key",
    description: "Answers the secret, this once; or a request, where an approval is needed first.",
    body: createKeyBodySchema,
    answers: {
      201: { description: "The key and its secret.", schema: z.object({ key, secret: z.string() }) },
      202: {
        description: "The request that has to be approved.",
        schema: z.object({ request: named("Request", requestSchema) }),
      },
    },
    handle: async ({ ctx, body }) => {
      const made = await askForKey(ctx, await fillFromTemplate(ctx, body));
      return { status: "request" in made ? 202 : 201, body: made };
    },
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/identify`,
    tag: TAG,
    summary: "Find the key of a secret",
    description: "The secret is hashed and looked up, and kept nowhere. Finding one is audited.",
    body: identifyKeySchema,
    answers: {
      200: {
        description: "The key.",
        schema: z.object({
          key,
          version: z.object({ id: z.string(), number: z.number(), endsAt: z.string().nullable(), live: z.boolean() }),
        }),
      },
    },
    handle: async ({ ctx, body }) => ({ status: 200, body: await identifyKey(ctx, body) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${BASE}/import`,
    tag: TAG,
    summary: "Import keys by their hashes",
    description: "Up to 1,000 at once; all of them or none.",
    body: importKeysSchema,
    bodyLimit: 2_097_152,
    answers: {
      201: {
        description: "What was imported.",
        schema: z.object({
          imported: z.number(),
          keys: z.array(z.object({ id: z.string(), name: z.string(), versionId: z.string() })),
        }),
      },
    },
    handle: async ({ ctx, body }) => ({ status: 201, body: await importKeys(ctx, body) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: ONE,
    tag: TAG,
    summary: "Read a key",
    answers: { 200: { description: "The key.", schema: named("KeyDetail", keyDetailSchema) } },
    handle: async ({ ctx, params, query }) => ({ status: 200, body: await readKey(ctx, params.key ?? "", query) }),
  });

  organizationEndpoint(api, {
    method: "patch",
    path: ONE,
    tag: TAG,
    summary: "Change a key",
    description: "Changes what it names. More rights than before are bound by the environment's policy.",
    body: updateKeySchema,
    answers: { 200: { description: "The key.", schema: key } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await updateKey(ctx, params.key ?? "", body) }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/preview`,
    tag: TAG,
    summary: "Try a change of a key on its last 30 days",
    description: "What it would have refused of the calls that were accepted. Writes nothing.",
    body: updateKeySchema,
    answers: {
      200: {
        description: "What would have been refused, by change.",
        schema: named("KeyChangePreview", keyChangePreviewSchema),
      },
    },
    handle: async ({ ctx, params, body }) => ({
      status: 200,
      body: await previewKeyChange(ctx, params.key ?? "", body),
    }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/rotate`,
    tag: TAG,
    summary: "Rotate a key",
    description: "A new secret, answered this once; the old one works until the overlap ends.",
    query: waitSchema,
    body: rotateKeySchema,
    answers: {
      200: {
        description: "The key and its new secret.",
        schema: changed.extend({
          secret: z.string(),
          previousVersion: z.object({
            id: z.string(),
            number: z.number(),
            endsAt: z.string().nullable(),
            endsOnFirstUse: z.boolean(),
          }),
        }),
      },
    },
    handle: async ({ ctx, params, body, query }) => ({
      status: 200,
      body: await rotateKey(ctx, params.key ?? "", body, query),
    }),
  });

  for (const [verb, summary, run] of [
    ["disable", "Disable a key", disableKey],
    ["enable", "Enable a disabled key", enableKey],
  ] as const) {
    organizationEndpoint(api, {
      method: "post",
      path: `${ONE}/${verb}`,
      tag: TAG,
      summary,
      query: waitSchema,
      body: disableKeySchema,
      answers: { 200: { description: "The key, and the gateways' receipts.", schema: changed } },
      handle: async ({ ctx, params, body, query }) => ({
        status: 200,
        body: await run(ctx, params.key ?? "", body, query),
      }),
    });
  }

  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/revoke`,
    tag: TAG,
    summary: "Revoke a key",
    description: "Final. Reasons after RFC 5280.",
    query: waitSchema,
    body: revokeKeySchema,
    answers: { 200: { description: "The key, and the gateways' receipts.", schema: changed } },
    handle: async ({ ctx, params, body, query }) => ({
      status: 200,
      body: await revokeKey(ctx, params.key ?? "", body, query),
    }),
  });

  organizationEndpoint(api, {
    method: "post",
    path: `${ONE}/transfer`,
    tag: TAG,
    summary: "Give a key another owner",
    body: transferKeySchema,
    answers: { 200: { description: "The key.", schema: z.object({ key }) } },
    handle: async ({ ctx, params, body }) => ({ status: 200, body: await transferKey(ctx, params.key ?? "", body) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${ONE}/versions`,
    tag: TAG,
    summary: "List the versions of a key",
    query: pageOnlySchema,
    answers: { 200: { description: "Newest first.", schema: page(named("KeyVersion", keyVersionSchema)) } },
    handle: async ({ ctx, params, query }) => ({ status: 200, body: await listVersions(ctx, params.key ?? "", query) }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${ONE}/events`,
    tag: TAG,
    summary: "List recent verifications of a key",
    description: "Same calls of one second are one event with a count.",
    query: keyEventsSchema,
    answers: { 200: { description: "Newest first.", schema: page(named("KeyEvent", keyEventSchema)) } },
    handle: async ({ ctx, params, query }) => ({
      status: 200,
      body: await listKeyEvents(ctx, params.key ?? "", query),
    }),
  });

  organizationEndpoint(api, {
    method: "get",
    path: `${ONE}/audit`,
    tag: TAG,
    summary: "Read the timeline of a key",
    query: pageOnlySchema,
    answers: { 200: { description: "Newest first.", schema: page(named("TimelineEvent", timelineEventSchema)) } },
    handle: async ({ ctx, params, query }) => ({
      status: 200,
      body: await listKeyTimeline(ctx, params.key ?? "", query),
    }),
  });
}
