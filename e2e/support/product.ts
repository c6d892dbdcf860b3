import { execFileSync } from "node:child_process";
import type { APIRequestContext } from "@playwright/test";

export const GATEWAY_URL = `http://localhost:${process.env.E2E_GATEWAY_PORT ?? 14_000}`;

export type Bootstrapped = {
  organization: { id: string; slug: string };
  owner: { id: string; email: string; setPasswordUrl: string };
  serviceToken: { id: string; token: string };
};

/** An organization of its own in the running product, made the way scripts make one. */
export function bootstrap(name: string, email: string): Bootstrapped {
  const output = execFileSync(
    "npm",
    ["run", "--silent", "admin", "--", "bootstrap", "--organization", name, "--email", email, "--json"],
    {
      encoding: "utf8",
      env: {
        ...process.env,
        LATCHKEY_DIRECTORY: process.env.E2E_DIRECTORY ?? "",
        APP_URL: `http://localhost:${process.env.E2E_WEB_PORT ?? 13_000}`,
        DATABASE_URL: "",
      },
    },
  );
  return JSON.parse(output);
}

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
