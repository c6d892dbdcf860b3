import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { serviceTokens } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/core/actor";

/** Who did it, as mail names them: a person with their address, else the machine or the house. */
export async function describeActor(tx: Transaction, actor: Actor): Promise<{ name: string; email: string }> {
  if (actor.type === "user") {
    const [user] = await tx
      .select({ name: users.name, email: users.email })
      .from(users)
      .where(eq(users.id, actor.userId));
    if (user) return user;
  }
  if (actor.type === "service_token") {
    const [token] = await tx
      .select({ name: serviceTokens.name })
      .from(serviceTokens)
      .where(eq(serviceTokens.id, actor.serviceTokenId));
    if (token) return { name: `Service token ${token.name}`, email: "" };
  }
  return { name: "Latchkey", email: "" };
}
