"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { $api } from "@/components/session/browser-api";
import { PROJECT_PATH, PROJECTS_PATH } from "./project-paths";

/** A project as `GET /projects/{project}` answers it; the page has seeded it. */
export function useProject(organization: string, project: string) {
  return $api.useQuery("get", PROJECT_PATH, { params: { path: { organization, project } } });
}

async function forgetProjects(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["get", PROJECTS_PATH] }),
    client.invalidateQueries({ queryKey: ["get", PROJECT_PATH] }),
  ]);
}

/** After a change of a project or an environment: what was read of it is read again, by the server's pages as well. */
export function useForgetProjects(): () => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(async () => {
    await forgetProjects(client);
    router.refresh();
  }, [client, router]);
}
