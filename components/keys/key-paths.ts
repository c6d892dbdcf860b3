import type { QueryClient } from "@tanstack/react-query";

/** The reads of keys, as the query cache names them. */
export const KEYS_PATH = "/organizations/{organization}/keys";
export const KEY_PATH = `${KEYS_PATH}/{key}` as const;

const OF_A_KEY = [KEYS_PATH, KEY_PATH, `${KEY_PATH}/versions`, `${KEY_PATH}/audit`];
const OVERVIEW = "/organizations/{organization}/overview";

/** After a change of a key: everything that shows one is read again. */
export async function invalidateKey(queryClient: QueryClient): Promise<void> {
  await Promise.all([...OF_A_KEY, OVERVIEW].map((path) => queryClient.invalidateQueries({ queryKey: ["get", path] })));
}
