import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DeliveryError } from "./delivery";
import { signedWebhook } from "./signed-webhook";

const SECRET = "a signing secret of the tests, long enough";
const NOW = new Date("2026-02-04T03:00:00Z");
const PARCEL = {
  rotationId: "rot_1",
  organization: "org_1",
  key: { id: "key_1", name: "billing", project: "api", environment: "production" },
  version: { id: "kv_2", number: 2 },
  secret: "the new secret",
  place: "billing",
};
let server: Server;
let url: string;
let status = 204;
const calls: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(status, { location: "http://127.0.0.1:1/" }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/take`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const deliver = () => signedWebhook.deliver(PARCEL, { url }, { signingSecret: SECRET }, { allowPrivate: true }, NOW);

test("the receiver can prove by the signature who sent a secret, when, and that nothing was changed", async () => {
  status = 204;
  await deliver();
  const call = calls.at(-1);
  const signed = `${call?.headers["webhook-id"]}.${call?.headers["webhook-timestamp"]}.${call?.body}`;
  const expected = `v1,${createHmac("sha256", SECRET).update(signed).digest("base64")}`;
  expect(call?.headers["webhook-signature"]).toBe(expected);
  expect(call?.headers["webhook-timestamp"]).toBe("1770174000");
  expect(JSON.parse(call?.body ?? "")).toEqual({
    type: "key.rotated",
    timestamp: NOW.toISOString(),
    data: {
      organization: "org_1",
      key: PARCEL.key,
      version: PARCEL.version,
      secret: "the new secret",
      place: "billing",
    },
  });
});

test("a redirect is not followed with the secret; a refusal is told apart from what may have arrived", async () => {
  for (const [answer, refused] of [
    [302, false],
    [410, true],
    [500, false],
  ] as const) {
    status = answer;
    const before = calls.length;
    const failure = await deliver().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({ refused, message: `The webhook answered ${answer}.` });
    expect(calls).toHaveLength(before + 1);
  }
});

test("a test message holds no secret", async () => {
  status = 200;
  await signedWebhook.test({ url }, { signingSecret: SECRET }, { allowPrivate: true }, NOW);
  expect(JSON.parse(calls.at(-1)?.body ?? "")).toEqual({ type: "test", timestamp: NOW.toISOString(), data: {} });
});
