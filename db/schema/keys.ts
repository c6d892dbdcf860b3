import { bigint, boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { KeyState, Permission, RevocationReason } from "@/lib/core/enums";
import { bytes, idColumn, instant } from "./columns";

/** At most `limit` calls in `window` seconds; `burst` of them at once (default: the limit). */
export type StoredRateLimit = { limit: number; window: number; burst?: number; endpoint?: string };

/** A scope beyond the key's own, until an instant (ISO 8601 with Z). */
export type StoredGrant = { scope: string; until: string };

export const keys = pgTable("keys", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("key", "id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  name: text("name").notNull(),
  purpose: text("purpose").notNull(),
  ownerUserId: idColumn("user", "owner_user_id"),
  ownerTeamId: idColumn("team", "owner_team_id"),
  createdBy: text("created_by").notNull(),
  state: text("state").$type<KeyState>().notNull(),
  scopes: text("scopes").array().notNull(),
  methods: text("methods").array().notNull(),
  paths: text("paths").array().notNull(),
  ipAllowlist: text("ip_allowlist").array().notNull(),
  countries: text("countries").array().notNull(),
  rateLimits: jsonb("rate_limits").$type<StoredRateLimit[]>().notNull(),
  quota: bigint("quota", { mode: "number" }),
  concurrency: integer("concurrency"),
  tags: jsonb("tags").$type<Record<string, string>>().notNull(),
  notBefore: instant("not_before"),
  expiresAt: instant("expires_at"),
  disabledAt: instant("disabled_at"),
  quarantinedAt: instant("quarantined_at"),
  revokedAt: instant("revoked_at"),
  revocationReason: text("revocation_reason").$type<RevocationReason>(),
  revocationComment: text("revocation_comment"),
  currentVersionId: idColumn("keyVersion", "current_version_id"),
  secretStart: text("secret_start").notNull(),
  secretLastFour: text("secret_last_four").notNull(),
  rotatedAt: instant("rotated_at"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  templateId: idColumn("template", "template_id"),
  templateVersion: integer("template_version"),
  /** Scopes with an end; kept by the verbs of grants. */
  granted: jsonb("granted").$type<StoredGrant[]>().notNull().default([]),
  /** Until then the allow-list does not refuse. */
  networkWaivedUntil: instant("network_waived_until"),
});

export const keyVersions = pgTable("key_versions", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("keyVersion", "id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  number: integer("number").notNull(),
  secretHash: bytes("secret_hash").notNull(),
  hashKind: text("hash_kind").$type<"pepper" | "sha256">().notNull(),
  pepperVersion: integer("pepper_version").notNull(),
  secretStart: text("secret_start").notNull(),
  secretLastFour: text("secret_last_four").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  endsAt: instant("ends_at"),
  endsOnFirstUse: boolean("ends_on_first_use").notNull(),
  endReason: text("end_reason"),
  /** False: it ended by the first use of a newer version, and its audit row is not written yet. */
  endRecorded: boolean("end_recorded").notNull().default(true),
});

export const keyActivity = pgTable("key_activity", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  firstUsedAt: instant("first_used_at").notNull(),
  lastUsedAt: instant("last_used_at").notNull(),
  lastIp: text("last_ip"),
  lastCountry: text("last_country"),
  lastAgent: text("last_agent"),
  verifications: bigint("verifications", { mode: "number" }).notNull(),
});

export const serviceTokens = pgTable("service_tokens", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("serviceToken", "id").notNull(),
  name: text("name").notNull(),
  tokenHash: bytes("token_hash").notNull(),
  pepperVersion: integer("pepper_version").notNull(),
  tokenStart: text("token_start").notNull(),
  tokenLastFour: text("token_last_four").notNull(),
  permissions: text("permissions").array().$type<(Permission | "*")[]>().notNull(),
  projectId: idColumn("project", "project_id"),
  environmentIds: text("environment_ids").array().$type<`env_${string}`[]>(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at"),
  revokedAt: instant("revoked_at"),
});

export const serviceTokenActivity = pgTable("service_token_activity", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  serviceTokenId: idColumn("serviceToken", "service_token_id").notNull(),
  lastUsedAt: instant("last_used_at").notNull(),
});

export const idempotencyKeys = pgTable("idempotency_keys", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  actorId: text("actor_id").notNull(),
  key: text("key").notNull(),
  requestHash: bytes("request_hash").notNull(),
  response: bytes("response"),
  status: integer("status"),
  createdAt: instant("created_at").notNull(),
});
