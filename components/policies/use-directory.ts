"use client";

import { useEffect, useMemo } from "react";
import { $api } from "@/components/session/browser-api";
import type { Names } from "./policy-words";

export type Directory = {
  teams: readonly { value: string; label: string }[];
  members: readonly { value: string; label: string; description?: string }[];
  names: Names;
  /** Whether names are still missing because they are on their way. */
  isPending: boolean;
};

/** The teams and members that a rule may name, however many pages they are. */
export function useDirectory(organization: string): Directory {
  const init = { params: { path: { organization }, query: { limit: 200 } } };
  const paging = {
    pageParamName: "cursor",
    initialPageParam: null,
    getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
  };
  const teams = $api.useInfiniteQuery("get", "/organizations/{organization}/teams", init, paging);
  const members = $api.useInfiniteQuery("get", "/organizations/{organization}/members", init, paging);
  useEffect(() => {
    for (const query of [teams, members]) {
      if (query.hasNextPage && !query.isFetchingNextPage && !query.error) void query.fetchNextPage();
    }
  }, [teams, members]);
  const { data: teamPages } = teams;
  const { data: memberPages } = members;
  const isPending = [teams, members].some((query) => query.isPending || (query.hasNextPage && !query.error));
  return useMemo(() => {
    const teamOptions = (teamPages?.pages ?? [])
      .flatMap((page) => page.items)
      .map(({ id, name }) => ({ value: id, label: name }));
    const memberOptions = (memberPages?.pages ?? [])
      .flatMap((page) => page.items)
      .map(({ userId, name, email }) => ({ value: userId, label: name, description: email }));
    return {
      teams: teamOptions,
      members: memberOptions,
      names: Object.fromEntries([...teamOptions, ...memberOptions].map(({ value, label }) => [value, label])),
      isPending,
    };
  }, [teamPages, memberPages, isPending]);
}
