import { LatchkeyProblem } from "@/clients/sdk/problem";
import { paths } from "@/components/shell/paths";
import type { KeyDetail } from "./key-detail";

type Key = Pick<KeyDetail, "id" | "scopes" | "ipAllowlist">;
type Wanted = {
  scopes?: readonly string[] | undefined;
  expiresAt?: string | null | undefined;
  expiresIn?: string | undefined;
};

/** What may be asked for instead of a change that was refused, each as a link to the request with its fields filled in. */
export type Ask = { label: string; href: string };

/** The fields by which a refused change gave more than the key had; null for any other error. */
function widenedBy(error: unknown): readonly string[] | null {
  if (!(error instanceof LatchkeyProblem) || error.code !== "forbidden") return null;
  const { widened } = error.details;
  return Array.isArray(widened) ? widened.map(String) : null;
}

/** The requests that could bring what this person may not do alone; null when the error is about something else. */
export function asksFor(error: unknown, organization: string, key: Key, wanted: Wanted): Ask[] | null {
  const widened = widenedBy(error);
  if (widened === null) return null;
  const link = (label: string, query: Record<string, string | readonly string[]>): Ask => ({
    label,
    href: paths.newRequest(organization, { key: key.id, ...query }),
  });
  const added = (wanted.scopes ?? []).filter((scope) => !key.scopes.includes(scope));
  const end = wanted.expiresIn ?? wanted.expiresAt;
  return [
    ...(widened.includes("scopes") && added.length > 0
      ? [link("Ask for these scopes", { kind: "extend_scopes", scopes: added })]
      : []),
    ...(widened.includes("expiresAt") && end
      ? [link("Ask for a longer life", { kind: "extend_expiry", ends: end })]
      : []),
    ...(widened.includes("ipAllowlist") && key.ipAllowlist.length > 0
      ? [link("Ask to lift the allow-list for a time", { kind: "waive_network" })]
      : []),
  ];
}
