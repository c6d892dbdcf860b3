import { createApi } from "@/server/api/app";
import { dependencies } from "./dependencies";

let built: ReturnType<typeof createApi> | undefined;

/** The REST API of this process. */
export function api(): ReturnType<typeof createApi> {
  built ??= createApi(dependencies());
  return built;
}
