import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, idColumn, instant } from "./columns";

export const lifecycleRules = pgTable("lifecycle_rules", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  document: jsonb("document").$type<Record<string, unknown>>().notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const deliveryTargets = pgTable("delivery_targets", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("deliveryTarget", "id").notNull(),
  name: text("name").notNull(),
  kind: text("kind").$type<"vault_kv2" | "aws_secrets_manager" | "github_actions" | "webhook">().notNull(),
  settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
  /** `Vault.seal` of JSON, bound to `delivery_targets/<id>`. */
  credentials: bytes("credentials").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  lastSuccessAt: instant("last_success_at"),
  lastFailureAt: instant("last_failure_at"),
  lastError: text("last_error"),
});

export const keyLifecycle = pgTable("key_lifecycle", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  /** When the date of expiry was last changed; kept by a trigger. */
  expirySetAt: instant("expiry_set_at"),
  fallbackUserId: idColumn("user", "fallback_user_id"),
  intervalDays: integer("interval_days"),
  hour: integer("hour").notNull().default(9),
  timezone: text("timezone"),
  overlapSeconds: integer("overlap_seconds"),
  pausedAt: instant("paused_at"),
  deliveryTargetId: idColumn("deliveryTarget", "delivery_target_id"),
  deliveryPlace: text("delivery_place").notNull().default(""),
});

export const keyNotices = pgTable("key_notices", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  kind: text("kind").notNull(),
  about: text("about").notNull(),
  step: integer("step").notNull(),
  userId: text("user_id").notNull(),
  mailId: idColumn("mail", "mail_id"),
  createdAt: instant("created_at").notNull(),
});

export const rotations = pgTable("rotations", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("rotation", "id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  cause: text("cause").$type<"policy" | "schedule" | "forced" | "repair">().notNull(),
  reason: text("reason").notNull(),
  requestedBy: text("requested_by").notNull(),
  state: text("state").$type<"due" | "delivering" | "done" | "failed" | "cancelled">().notNull(),
  dueAt: instant("due_at").notNull(),
  overlapSeconds: integer("overlap_seconds"),
  targetId: idColumn("deliveryTarget", "target_id"),
  deliveredTo: text("delivered_to"),
  attempts: integer("attempts").notNull().default(0),
  claim: text("claim"),
  claimedAt: instant("claimed_at"),
  previousVersionId: idColumn("keyVersion", "previous_version_id"),
  versionId: idColumn("keyVersion", "version_id"),
  lastError: text("last_error"),
  createdAt: instant("created_at").notNull(),
  doneAt: instant("done_at"),
});

/** A person's feed of expiries; of no organization. */
export const calendarFeeds = pgTable("calendar_feeds", {
  userId: idColumn("user", "user_id").primaryKey(),
  tokenHash: bytes("token_hash").notNull(),
  createdAt: instant("created_at").notNull(),
  lastReadAt: instant("last_read_at"),
});
