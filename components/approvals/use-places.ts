"use client";

import { useMemo } from "react";
import { $api } from "@/components/session/browser-api";

/** The environments that the viewer can see, as options and by id. */
export function usePlaces(organization: string) {
  const { data, isPending } = $api.useQuery("get", "/organizations/{organization}/projects", {
    params: { path: { organization }, query: { limit: 200 } },
  });
  return useMemo(() => {
    const projects = (data?.items ?? []).filter(({ archivedAt }) => archivedAt === null);
    const environments = projects.flatMap((project) =>
      project.environments.map((environment) => ({ ...environment, projectName: project.name })),
    );
    return {
      isPending,
      projects: projects.map(({ id, name }) => ({ value: id, label: name })),
      environments: environments.map(({ id, name, projectName }) => ({ value: id, label: `${projectName}: ${name}` })),
      byId: new Map(environments.map((environment) => [environment.id, environment])),
    };
  }, [data, isPending]);
}

export type Places = ReturnType<typeof usePlaces>;
