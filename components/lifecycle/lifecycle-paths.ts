import type { QueryClient } from "@tanstack/react-query";
import { invalidateKey, KEY_PATH } from "@/components/keys/key-paths";

/** The reads of this folder, as the query cache names them. */
export const ROTATION_PATH = `${KEY_PATH}/rotation` as const;
export const VERSION_USE_PATH = `${KEY_PATH}/version-usage` as const;
export const REFUSED_PATH = `${KEY_PATH}/refused-since` as const;
export const EXTENSION_PATH = `${KEY_PATH}/extension` as const;
export const TARGETS_PATH = "/organizations/{organization}/delivery-targets";
export const UNUSED_RULES_PATH =
  "/organizations/{organization}/projects/{project}/environments/{environment}/unused-rules";
export const CALENDAR_PATH = "/account/calendar-feed";

/** After a change of a key's life: its page is read again. */
export async function invalidateLifecycle(queryClient: QueryClient): Promise<void> {
  const paths = [ROTATION_PATH, VERSION_USE_PATH, REFUSED_PATH, EXTENSION_PATH];
  await Promise.all([
    invalidateKey(queryClient),
    ...paths.map((path) => queryClient.invalidateQueries({ queryKey: ["get", path] })),
  ]);
}
