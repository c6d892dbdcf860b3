import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

/** One answer that a client component would fetch: the same method, path and init as its `$api.useQuery` call. */
export type Prefetched = { path: string; init: unknown; data: unknown };

/**
 * Hands what the server has read to the client's queries: the first paint has its data, and the client refetches the same
 * call later. `data` must be what `GET path` would answer (a presented row, never a database row).
 */
export function Hydrate({ answers, children }: { answers: readonly Prefetched[]; children: ReactNode }) {
  const client = new QueryClient();
  for (const { path, init, data } of answers) client.setQueryData(["get", path, init], data);
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
