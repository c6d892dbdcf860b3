import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice of parameters for Argon2id (the package's default algorithm): 19 MiB, two passes, one lane.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

let decoy: Promise<string> | undefined;

/** An Argon2id hash in PHC form; about 30 ms. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), OPTIONS);
}

/**
 * Whether the password is the hashed one. Without a hash (no such account, or one without a password) the same work is
 * done on a decoy, so that the time tells nothing.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(18).toString("base64"));
  const isRight = await verify(stored ?? (await decoy), password.normalize("NFKC")).catch(() => false);
  return stored !== null && isRight;
}
