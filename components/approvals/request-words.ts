import type { components } from "@/clients/sdk/generated/schema";
import { describeDuration } from "@/components/ui/duration";

export type Request = components["schemas"]["Request"];
export type RequestDetail = components["schemas"]["RequestDetail"];

export const REQUEST_PATH = "/organizations/{organization}/requests/{request}";
export const REQUESTS_PATH = "/organizations/{organization}/requests";

const KINDS: Record<Request["kind"], string> = {
  create_key: "New key",
  extend_scopes: "More scopes",
  extend_expiry: "Longer life",
  elevate: "Scopes for a time",
  waive_network: "Waive the allow-list",
};

export function describeKind(kind: Request["kind"]): string {
  return KINDS[kind];
}

export const KIND_OPTIONS = Object.entries(KINDS).map(([value, label]) => ({ value, label }));

function list(values: readonly string[]): string {
  return values.length <= 1 ? (values[0] ?? "nothing") : `${values.slice(0, -1).join(", ")} and ${values.at(-1)}`;
}

/** What would be done, in one sentence. */
export function describeRequest(
  request: Pick<Request, "kind" | "payload" | "keyName" | "environmentName" | "projectName">,
): string {
  const { payload, keyName } = request;
  const where = `${request.environmentName} of ${request.projectName}`;
  const scopes = list(payload.scopes ?? []);
  const time = payload.duration === undefined ? "for a time" : `for ${describeDuration(payload.duration)}`;
  switch (request.kind) {
    case "create_key":
      return `A new key, ${keyName}, with ${scopes} in ${where}${payload.lifetime ? `, for ${describeDuration(payload.lifetime)}` : ""}.`;
    case "extend_scopes":
      return `${keyName} gets ${scopes} as well, in ${where}.`;
    case "extend_expiry":
      return `${keyName} in ${where} lives longer.`;
    case "elevate":
      return `${keyName} gets ${scopes} as well, in ${where}, ${time}.`;
    case "waive_network":
      return `${keyName} works from any address in ${where}, ${time}.`;
  }
}
