import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import type { Vault } from "@/lib/core/vault";
import { canonicalJson } from "./chain";

/** What a checkpoint says: the trail of this organization had this event, with everything before it, at this time. */
export type CheckpointStatement = { organizationId: string; seq: number; link: Buffer; at: Date };
export type SignedCheckpoint = CheckpointStatement & { signature: Buffer; publicKey: string };

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SubjectPublicKeyInfo.
const PRIVATE_HEADER = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_HEADER = Buffer.from("302a300506032b6570032100", "hex");

function privateKeyOf(vault: Vault, version: number): KeyObject {
  const der = Buffer.concat([PRIVATE_HEADER, vault.derive("audit/checkpoint", version)]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

function rawPublicKey(key: KeyObject): string {
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(PUBLIC_HEADER.length).toString("base64");
}

function statementOf({ organizationId, seq, link, at }: CheckpointStatement): Buffer {
  const statement = { format: "latchkey-audit-checkpoint/1", organizationId, seq, link: link.toString("hex"), at };
  return Buffer.from(canonicalJson({ ...statement, at: at.toISOString() }));
}

/** Signs with the key that follows from the newest master secret. */
export function signCheckpoint(vault: Vault, statement: CheckpointStatement): SignedCheckpoint {
  const key = privateKeyOf(vault, vault.currentVersion);
  return { ...statement, signature: sign(null, statementOf(statement), key), publicKey: rawPublicKey(key) };
}

/** The public keys this installation has ever signed with, newest first, raw in base64. */
export function checkpointPublicKeys(vault: Vault): string[] {
  return vault.versions.map((version) => rawPublicKey(privateKeyOf(vault, version)));
}

/** True when the signature fits the statement and the key it names. Never throws. */
export function isCheckpointSound(checkpoint: SignedCheckpoint): boolean {
  const raw = Buffer.from(checkpoint.publicKey, "base64");
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_HEADER, raw]), format: "der", type: "spki" });
  return verify(null, statementOf(checkpoint), key, checkpoint.signature);
}
