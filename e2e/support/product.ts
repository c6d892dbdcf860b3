import type { APIRequestContext } from "@playwright/test";

export const GATEWAY_URL = `http://localhost:${process.env.E2E_GATEWAY_PORT ?? 14_000}`;

/** Asks the verify server about a key, as a backend would. */
export async function verify(
  request: APIRequestContext,
  token: string,
  body: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const response = await request.post(`${GATEWAY_URL}/v1/verify`, {
    headers: { authorization: `Bearer ${token}` },
    data: body,
  });
  return response.json();
}
