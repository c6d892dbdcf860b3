import { LatchkeyError } from "@/lib/core/errors";

/**
 * Refuses unsafe calls that a foreign page may have caused (faults M20). `Sec-Fetch-Site` decides where the browser sends
 * it, else `Origin` must be our own; neither is a refusal. Calls with a bearer token carry no ambient authority.
 */
export function requireSameOrigin(request: Request, appUrl: string): void {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const originIsOurs = origin === new URL(appUrl).origin;
  if (site === "same-origin" && (origin === null || originIsOurs)) return;
  if (site === null && originIsOurs) return;
  throw new LatchkeyError("cross_origin", "This call must come from the dashboard itself.");
}
