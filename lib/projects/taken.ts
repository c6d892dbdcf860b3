import { conflict } from "@/lib/core/errors";

const FIELDS: Record<string, { field: string; message: string }> = {
  projects_organization_id_slug_key: { field: "slug", message: "Another project has this slug." },
  projects_organization_id_key_prefix_key: { field: "keyPrefix", message: "Another project has this key prefix." },
  environments_organization_id_project_id_slug_key: {
    field: "slug",
    message: "Another environment of this project has this slug.",
  },
  environments_organization_id_project_id_tag_key: {
    field: "tag",
    message: "Another environment of this project has this tag.",
  },
  scopes_organization_id_project_id_name_key: { field: "name", message: "The catalogue has this scope already." },
};

/** Runs a write; a name that is taken becomes a conflict that tells the field. The index decides, so races end there. */
export async function refuseTaken<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const constraint = cause instanceof Error && "constraint" in cause ? String(cause.constraint) : "";
    const taken = FIELDS[constraint];
    if (taken) throw conflict(taken.message, { field: taken.field });
    throw error;
  }
}
