import { createHmac } from "node:crypto";
import { shortHmac } from "./sha256-midstate";

/** Hashes a secret to the 32 bytes of `HMAC-SHA-256(pepper, secret)`, as latin1 text: a map key of 32 bytes. */
export type KeyHasher = (secret: string) => string;

/**
 * Bun's hasher can be copied once it is keyed, which costs a third of a new one; under Node our own HMAC remembers the
 * key's blocks. All give the same bytes (a property test compares them, and the contract tests run over both runtimes).
 */
export function keyHasher(pepper: Buffer): KeyHasher {
  if (typeof Bun !== "undefined") {
    const keyed = new Bun.CryptoHasher("sha256", pepper);
    return (secret) => keyed.copy().update(secret).digest("latin1");
  }
  const short = shortHmac(pepper);
  return (secret) => short(secret) ?? createHmac("sha256", pepper).update(secret).digest("binary");
}

/** The bytes for a query from the text that `KeyHasher` gives. */
export function hashBytes(text: string): Buffer {
  return Buffer.from(text, "latin1");
}
