import type { Actor } from "@/lib/core/actor";
import type { Role } from "@/lib/core/enums";

/** Who looks, as far as pages need it to offer or to explain. The server decides again. */
export type Viewer = { memberId: string; userId: string; role: Role };

/** The person behind a page's actor; pages are for people, so a machine is shown what an auditor would be. */
export function viewerOf(actor: Actor): Viewer {
  return actor.type === "user"
    ? { memberId: actor.memberId, userId: actor.userId, role: actor.role }
    : { memberId: "", userId: "", role: "auditor" };
}
