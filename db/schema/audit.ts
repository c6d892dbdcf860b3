import { bigint, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, idColumn, instant } from "./columns";

export const auditHeads = pgTable("audit_heads", {
  organizationId: idColumn("organization", "organization_id").primaryKey(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: bytes("hash").notNull(),
  link: bytes("link").notNull(),
});

export const auditEvents = pgTable("audit_events", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  id: idColumn("auditEvent", "id").notNull(),
  at: instant("at").notNull(),
  actorType: text("actor_type").notNull(),
  actorId: text("actor_id"),
  actorName: text("actor_name"),
  action: text("action").notNull(),
  targetType: text("target_type").notNull(),
  targetId: text("target_id"),
  targetName: text("target_name"),
  before: jsonb("before").$type<Record<string, unknown>>(),
  after: jsonb("after").$type<Record<string, unknown>>(),
  reason: text("reason"),
  ip: text("ip"),
  userAgent: text("user_agent"),
  requestId: text("request_id"),
  assurance: text("assurance"),
  hash: bytes("hash").notNull(),
  link: bytes("link").notNull(),
});

export const auditCheckpoints = pgTable("audit_checkpoints", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  seq: bigint("seq", { mode: "number" }).notNull(),
  hash: bytes("hash").notNull(),
  link: bytes("link").notNull(),
  at: instant("at").notNull(),
  signature: bytes("signature").notNull(),
  publicKey: text("public_key").notNull(),
});
