import type { FilterDefinition, SearchDefinition } from "@/components/ui/use-filters";

export const KEY_SEARCH: SearchDefinition = {
  param: "q",
  label: "Search keys",
  placeholder: "Name, purpose or last four",
};

type Option = { value: string; label: string };

/** The filters of the inventory, named as `GET /keys` names them. */
export function keyFilters(options: {
  projects: readonly Option[];
  environments: readonly Option[];
  owners: readonly Option[];
}): FilterDefinition[] {
  return [
    {
      id: "status",
      label: "Status",
      kind: "many",
      options: ["active", "disabled", "expired", "pending", "revoked"].map((value) => ({
        value,
        label: value[0]?.toUpperCase() + value.slice(1),
      })),
    },
    { id: "project", label: "Project", kind: "many", options: [...options.projects] },
    { id: "environment", label: "Environment", kind: "many", options: [...options.environments] },
    { id: "owner", label: "Owner", kind: "many", options: [{ value: "me", label: "Me" }, ...options.owners] },
    { id: "scope", label: "Scope", kind: "text", placeholder: "invoices:read" },
    {
      id: "expiringWithin",
      label: "Expiring within",
      kind: "one",
      options: [
        { value: "1d", label: "1 day" },
        { value: "7d", label: "7 days" },
        { value: "30d", label: "30 days" },
        { value: "90d", label: "90 days" },
      ],
    },
    {
      id: "unusedSince",
      label: "Unused for",
      kind: "one",
      options: [
        { value: "7d", label: "7 days" },
        { value: "30d", label: "30 days" },
        { value: "90d", label: "90 days" },
        { value: "365d", label: "a year" },
      ],
    },
  ];
}

const SORTS = ["createdAt", "name", "expiresAt", "lastUsedAt"] as const;

/** The query of `GET /keys` that the filters and the sort of the page ask for. */
export function keyQuery(
  values: Readonly<Record<string, string[]>>,
  search: string,
  sort: { column: string; direction: string } | null,
) {
  const column = SORTS.find((known) => known === sort?.column);
  const list = (name: string) => (values[name]?.length ? { [name]: values[name] } : {});
  const one = (name: string) => (values[name]?.[0] ? { [name]: values[name][0] } : {});
  return {
    limit: 50,
    include: "sparkline" as const,
    ...list("status"),
    ...list("project"),
    ...list("environment"),
    ...list("owner"),
    ...one("scope"),
    ...one("expiringWithin"),
    ...one("unusedSince"),
    ...(search === "" ? {} : { q: search }),
    ...(column ? { sort: column, order: sort?.direction === "ascending" ? ("asc" as const) : ("desc" as const) } : {}),
  };
}
