import { createHash, createHmac } from "node:crypto";
import type { auditEvents } from "@/db/schema/audit";
import type { Vault } from "@/lib/core/vault";

/** What the hashes of an audit row cover: everything a reader sees. */
export type ChainedEvent = {
  organizationId: string;
  seq: number;
  id: string;
  at: string;
  actorType: string;
  actorId: string | null;
  actorName: string | null;
  action: string;
  targetType: string;
  targetId: string | null;
  targetName: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
  assurance: string | null;
};

/** JSON with sorted keys, so that the same content has one form whatever jsonb made of its order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** The hash and the link before the first event of an organization. */
export const GENESIS = Buffer.alloc(32);

/** The key of one organization's sealed chain. Never leaves the house; an export is checked by its links and checkpoints. */
export function chainKey(vault: Vault, organizationId: string): Buffer {
  // The oldest version for ever: the chain must not break when the master secret is rotated, so old versions are kept.
  return vault.derive(`audit/${organizationId}`, vault.versions.at(-1));
}

/** The sealed chain: `HMAC-SHA-256(chain key, previous hash ‖ canonical content)`. Whoever writes rows without the key breaks it. */
export function chainHash(key: Buffer, previous: Buffer, event: ChainedEvent): Buffer {
  return createHmac("sha256", key).update(previous).update(canonicalJson(event)).digest();
}

/** The open chain: `SHA-256(previous link ‖ canonical content)`. Anyone can follow it; signed checkpoints hold it. */
export function chainLink(previous: Buffer, event: ChainedEvent): Buffer {
  return createHash("sha256").update(previous).update(canonicalJson(event)).digest();
}

/** The chained content of a stored row. */
export function chainedEventOf(row: typeof auditEvents.$inferSelect): ChainedEvent {
  const { hash, link, at, ...content } = row;
  return { ...content, at: at.toISOString() };
}
