import { and, eq, isNull } from "drizzle-orm";
import { installation, users } from "@/db/schema/people";
import type { AnonymousContext } from "@/db/tenancy";
import { conflict } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseInput } from "@/lib/core/parse-input";
import { type Browser, completeSignIn, type SignedIn } from "@/lib/identity/complete-sign-in";
import { openSession } from "@/lib/identity/open-session";
import { requireUncommonPassword } from "@/lib/identity/set-password";
import { hashPassword } from "@/lib/infra/passwords/hash-password";
import { insertOrganization } from "./create-organization";
import { setUpSchema } from "./schema";

/** Whether this installation still waits for its first owner. */
export async function isSetUpNeeded(ctx: AnonymousContext): Promise<boolean> {
  const [row] = await ctx.db.drizzle.select({ at: installation.setUpAt }).from(installation);
  return row?.at === null || row === undefined;
}

/**
 * Makes the first owner and organization, and signs the owner in. Works once in the life of an installation: of any number of
 * calls at once, one wins. @throws conflict afterwards, invalid_input.
 */
export async function setUp(
  ctx: AnonymousContext,
  input: unknown,
  browser: Browser,
): Promise<SignedIn & { organization: { id: string; slug: string } }> {
  const { name, email, password, organization } = parseInput(setUpSchema, input);
  if (!(await isSetUpNeeded(ctx))) throw alreadySetUp();
  requireUncommonPassword(password, { name, email });
  const passwordHash = await hashPassword(password);
  const now = ctx.clock.now();
  return ctx.db.drizzle.transaction(async (tx) => {
    const claimed = await tx
      .update(installation)
      .set({ setUpAt: now })
      .where(and(eq(installation.id, 1), isNull(installation.setUpAt)))
      .returning({ id: installation.id });
    if (claimed.length === 0) throw alreadySetUp();
    const userId = newId("user", now.getTime());
    const made = await tx
      .insert(users)
      .values({
        id: userId,
        email,
        emailVerifiedAt: now,
        name,
        passwordHash,
        passwordChangedAt: now,
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (made.length === 0) throw conflict("There is an account with this address already.");
    const session = await openSession(tx, ctx, { userId, method: "set_up", factor: null, mfaAt: now });
    const created = await insertOrganization(tx, ctx, {
      name: organization,
      owner: { userId, session: { id: session.id, mfaAt: now } },
    });
    const newDevice = await completeSignIn(tx, ctx, {
      userId,
      session,
      method: "set_up",
      factor: null,
      mfaAt: now,
      browser,
    });
    return { userId, session, half: false, newDevice, organization: { id: created.id, slug: created.slug } };
  });
}

function alreadySetUp() {
  return conflict("Latchkey is set up already. Sign in.");
}
