import { bigint, date, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Verdict } from "@/lib/core/enums";
import { idColumn, instant } from "./columns";

export const usageEvents = pgTable("usage_events", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  at: instant("at").notNull(),
  projectId: idColumn("project", "project_id"),
  environmentId: idColumn("environment", "environment_id"),
  keyId: idColumn("key", "key_id"),
  versionId: idColumn("keyVersion", "version_id"),
  verdict: text("verdict").$type<Verdict>().notNull(),
  method: text("method"),
  endpoint: text("endpoint"),
  ip: text("ip"),
  country: text("country"),
  agent: text("agent"),
  serviceTokenId: idColumn("serviceToken", "service_token_id"),
  count: bigint("count", { mode: "number" }).notNull(),
  cost: bigint("cost", { mode: "number" }).notNull(),
});

export const usageHourly = pgTable("usage_hourly", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  hour: instant("hour").notNull(),
  versionId: idColumn("keyVersion", "version_id").notNull(),
  verdict: text("verdict").$type<Verdict>().notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
});

export const usageDaily = pgTable("usage_daily", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  day: date("day", { mode: "string" }).notNull(),
  versionId: idColumn("keyVersion", "version_id").notNull(),
  verdict: text("verdict").$type<Verdict>().notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
});

export const usageEnvironmentHourly = pgTable("usage_environment_hourly", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  hour: instant("hour").notNull(),
  /** `''` for calls whose key is not known. */
  environmentId: text("environment_id").notNull(),
  verdict: text("verdict").$type<Verdict>().notNull(),
  projectId: text("project_id").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
});

export const usageDimensionsDaily = pgTable("usage_dimensions_daily", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  day: date("day", { mode: "string" }).notNull(),
  dimension: text("dimension").$type<"endpoint" | "country" | "address" | "agent" | "method">().notNull(),
  value: text("value").notNull(),
  verdict: text("verdict").$type<Verdict>().notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
});

export const usageBatches = pgTable("usage_batches", {
  nodeId: idColumn("node", "node_id").notNull(),
  segment: text("segment").notNull(),
  events: bigint("events", { mode: "number" }).notNull(),
  writtenAt: instant("written_at").notNull(),
});

export const gatewayNodes = pgTable("gateway_nodes", {
  id: idColumn("node", "id").primaryKey(),
  name: text("name").notNull(),
  startedAt: instant("started_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  acknowledgedEpoch: bigint("acknowledged_epoch", { mode: "number" }).notNull(),
  stoppedAt: instant("stopped_at"),
  details: jsonb("details").$type<Record<string, unknown>>().notNull(),
});

/** How calls ended, as backends told afterwards (`POST /v1/usage`). */
export const usageOutcomesHourly = pgTable("usage_outcomes_hourly", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  hour: instant("hour").notNull(),
  /** 2 for 200–299, and so on; 0 when only bytes were told. */
  statusClass: integer("status_class").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  count: bigint("count", { mode: "number" }).notNull(),
  bytes: bigint("bytes", { mode: "number" }).notNull(),
});
