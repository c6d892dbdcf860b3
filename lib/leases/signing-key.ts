import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Id } from "@/lib/core/ids";
import type { Vault } from "@/lib/core/vault";

/** The public half as a verifier reads it (RFC 8037). */
export type PublicJwk = { kty: "OKP"; crv: "Ed25519"; x: string; kid: string; use: "sig"; alg: "EdDSA" };

function contextOf(id: string): string {
  return `signing_keys/${id}`;
}

/** Makes a new Ed25519 key and seals it for its row. */
export function generateSigningKey(vault: Vault, id: Id<"signingKey">): Buffer {
  const { privateKey } = generateKeyPairSync("ed25519");
  return vault.seal(privateKey.export({ format: "pem", type: "pkcs8" }).toString(), contextOf(id));
}

/** Opens a row's key. Throws when it was not sealed by this installation for this row. */
export function openSigningKey(vault: Vault, id: string, sealed: Buffer): { privateKey: KeyObject; jwk: PublicJwk } {
  const privateKey = createPrivateKey(vault.open(sealed, contextOf(id)));
  const { x } = createPublicKey(privateKey).export({ format: "jwk" });
  if (privateKey.asymmetricKeyType !== "ed25519" || !x) throw new Error(`The signing key ${id} is not an Ed25519 key.`);
  return { privateKey, jwk: { kty: "OKP", crv: "Ed25519", x, kid: id, use: "sig", alg: "EdDSA" } };
}
