import { dependencies } from "@/app/_server/dependencies";
import { createScim } from "@/server/api/scim";

export const dynamic = "force-dynamic";
export const runtime = "nodejs";

let built: ReturnType<typeof createScim> | undefined;

function handle(request: Request): Promise<Response> | Response {
  built ??= createScim(dependencies());
  return built.fetch(request);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
