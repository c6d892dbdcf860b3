import { latchkey } from "@/components/session/browser-api";
import type { FilterDefinition } from "@/components/ui/use-filters";
import { VERDICT_OPTIONS } from "./verdict-words";

type Option = { value: string; label: string };
export type UsageFilterOptions = { projects: readonly Option[]; environments: readonly Option[] };

/** The filters of the usage page, named as `GET /usage` names them. Keys are found by their name on the server. */
export function usageFilters(organization: string, options: UsageFilterOptions): FilterDefinition[] {
  return [
    { id: "project", label: "Project", kind: "one", options: [...options.projects] },
    { id: "environment", label: "Environment", kind: "one", options: [...options.environments] },
    {
      id: "key",
      label: "Key",
      kind: "one",
      onSearch: async (text) => {
        const { data } = await latchkey.GET("/organizations/{organization}/keys", {
          params: { path: { organization }, query: { limit: 20, ...(text.trim() === "" ? {} : { q: text.trim() }) } },
        });
        return (data?.items ?? []).map((key) => ({
          value: key.id,
          label: key.name,
          description: `${key.projectName}, ${key.environmentName}`,
        }));
      },
      describe: (id) => `…${id.slice(-6)}`,
    },
    { id: "outcome", label: "Outcome", kind: "many", options: VERDICT_OPTIONS },
  ];
}

export const GROUPS = ["key", "project", "environment", "owner", "outcome", "endpoint", "country"] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_LABELS: Record<Group, string> = {
  key: "Key",
  project: "Project",
  environment: "Environment",
  owner: "Owner",
  outcome: "Outcome",
  endpoint: "Endpoint",
  country: "Country",
};

/** What of the filters goes to `GET /usage`. */
export function usageQuery(values: Readonly<Record<string, string[]>>) {
  const { project = [], environment = [], key = [], outcome = [] } = values;
  const known = VERDICT_OPTIONS.filter((option) => outcome.includes(option.value)).map((option) => option.value);
  return {
    ...(project[0] ? { project: project[0] } : {}),
    ...(environment[0] ? { environment: environment[0] } : {}),
    ...(key[0] ? { key: key[0] } : {}),
    ...(known.length > 0 ? { outcome: known } : {}),
  };
}
