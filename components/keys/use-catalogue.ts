"use client";

import { useEffect, useMemo } from "react";
import { $api } from "@/components/session/browser-api";

/** All scopes of a project, however many pages they are; `scopes` is undefined until the last of them is here. */
export function useCatalogue(organization: string, project: string) {
  const query = $api.useInfiniteQuery(
    "get",
    "/organizations/{organization}/projects/{project}/scopes",
    { params: { path: { organization, project }, query: { limit: 200 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null,
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      enabled: project !== "",
    },
  );
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage, error, refetch } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, error]);
  const scopes = useMemo(
    () => (data && !hasNextPage ? data.pages.flatMap((page) => page.items) : undefined),
    [data, hasNextPage],
  );
  return { scopes, error, retry: () => void refetch() };
}
