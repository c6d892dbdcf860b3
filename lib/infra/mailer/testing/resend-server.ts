import { randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { z } from "zod";

type Call = { headers: IncomingHttpHeaders; body: z.output<typeof emailBody>; raw: string };

const emailBody = z.looseObject({
  from: z.string(),
  to: z.union([z.string(), z.array(z.string())]),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  attachments: z
    .array(z.object({ content: z.string(), filename: z.string(), content_id: z.string(), content_type: z.string() }))
    .optional(),
});

/** Answers one call in Resend's place; returns true when it has. */
type Intercept = (response: ServerResponse, call: Call) => boolean;

export type TestResendServer = {
  url: string;
  calls: Call[];
  /** What was really sent: one entry per idempotency key. */
  sent: Map<string, { id: string; body: string }>;
  intercept: (next: Intercept | null) => void;
  stop: () => Promise<void>;
};

/** Writes an error as Resend does (https://resend.com/docs/api-reference/errors). */
export function resendError(response: ServerResponse, statusCode: number, name: string, message: string): true {
  response.writeHead(statusCode, { "content-type": "application/json" });
  response.end(JSON.stringify({ statusCode, name, message }));
  return true;
}

/** Resend's `POST /emails` on loopback: bearer key, idempotency keys with their two kinds of 409, and errors on demand. */
export async function startResendServer(apiKey: string): Promise<TestResendServer> {
  const calls: Call[] = [];
  const sent = new Map<string, { id: string; body: string }>();
  let intercept: Intercept | null = null;

  const server = createServer(async (request, response) => {
    let raw = "";
    for await (const chunk of request) raw += String(chunk);
    if (request.method !== "POST" || request.url !== "/emails") {
      resendError(response, 404, "not_found", "The requested endpoint does not exist.");
      return;
    }
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      resendError(response, 401, "invalid_api_key", `API key is invalid: ${request.headers.authorization ?? ""}`);
      return;
    }
    const parsed = emailBody.safeParse(JSON.parse(raw));
    if (!parsed.success) {
      resendError(response, 422, "missing_required_field", z.prettifyError(parsed.error));
      return;
    }
    const call = { headers: request.headers, body: parsed.data, raw };
    calls.push(call);
    if (intercept?.(response, call)) return;
    const key = String(request.headers["idempotency-key"] ?? randomUUID());
    const earlier = sent.get(key);
    if (earlier && earlier.body !== raw) {
      resendError(response, 409, "invalid_idempotent_request", "Same idempotency key used with a different payload.");
      return;
    }
    const id = earlier?.id ?? randomUUID();
    sent.set(key, { id, body: raw });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    sent,
    intercept: (next) => {
      intercept = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
