import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/enums";
import { bytes, idColumn, instant } from "./columns";

/** A rule of approval as it was in force when a request was submitted. */
export type StoredRule = { reason: string; count: number; roles: Role[]; teams: string[]; members: string[] };
export type RequestKind = "create_key" | "extend_scopes" | "extend_expiry" | "elevate" | "waive_network";
export type RequestState = "pending" | "approved" | "claimed" | "denied" | "cancelled" | "expired";

export const templates = pgTable("templates", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("template", "id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  slug: text("slug").notNull(),
  version: integer("version").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  archivedAt: instant("archived_at"),
});

export const templateVersions = pgTable("template_versions", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  templateId: idColumn("template", "template_id").notNull(),
  version: integer("version").notNull(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  category: text("category").notNull(),
  /** Parsed by `templateSettingsSchema` of `lib/templates/schema.ts` wherever it is read. */
  document: jsonb("document").$type<unknown>().notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const requests = pgTable("requests", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("request", "id").notNull(),
  kind: text("kind").$type<RequestKind>().notNull(),
  state: text("state").$type<RequestState>().notNull(),
  requesterId: idColumn("user", "requester_id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  /** The key it is about; of a new key, once it is made. */
  keyId: idColumn("key", "key_id"),
  keyName: text("key_name").notNull(),
  reason: text("reason").notNull(),
  revision: integer("revision").notNull(),
  /** As it was asked in this revision; parsed by `payloadSchema` of `lib/approvals/payload.ts`. */
  submitted: jsonb("submitted").$type<unknown>().notNull(),
  /** The same after amendments: exactly this is executed. */
  payload: jsonb("payload").$type<unknown>().notNull(),
  payloadHash: bytes("payload_hash").notNull(),
  rules: jsonb("rules").$type<StoredRule[]>().notNull(),
  approvedBy: text("approved_by").$type<"people" | "rule" | "break_glass" | "policy">(),
  approvedById: text("approved_by_id"),
  createdAt: instant("created_at").notNull(),
  submittedAt: instant("submitted_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  claimSeconds: integer("claim_seconds").notNull(),
  escalateAt: instant("escalate_at"),
  escalatedAt: instant("escalated_at"),
  remindedAt: instant("reminded_at"),
  warnedAt: instant("warned_at"),
  decidedAt: instant("decided_at"),
  claimBy: instant("claim_by"),
  closedAt: instant("closed_at"),
  closeReason: text("close_reason"),
});

export const requestRevisions = pgTable("request_revisions", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  requestId: idColumn("request", "request_id").notNull(),
  revision: integer("revision").notNull(),
  payload: jsonb("payload").$type<unknown>().notNull(),
  payloadHash: bytes("payload_hash").notNull(),
  reason: text("reason").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const requestDecisions = pgTable("request_decisions", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("decision", "id").notNull(),
  requestId: idColumn("request", "request_id").notNull(),
  revision: integer("revision").notNull(),
  approverId: idColumn("user", "approver_id").notNull(),
  verdict: text("verdict").$type<"approve" | "deny">().notNull(),
  comment: text("comment"),
  amendment: jsonb("amendment").$type<Record<string, unknown>>(),
  payloadHash: bytes("payload_hash").notNull(),
  createdAt: instant("created_at").notNull(),
  voidedAt: instant("voided_at"),
});

export const grants = pgTable("grants", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("grant", "id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  requestId: idColumn("request", "request_id"),
  /** `scopes`: more scopes for a time. `network`: no allow-list for a time. */
  kind: text("kind").$type<"scopes" | "network">().notNull(),
  scopes: text("scopes").array().notNull(),
  reason: text("reason").notNull(),
  startsAt: instant("starts_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  endedAt: instant("ended_at"),
  endReason: text("end_reason"),
  createdBy: text("created_by").notNull(),
});

export const approvalRules = pgTable("approval_rules", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("rule", "id").notNull(),
  name: text("name").notNull(),
  enabled: boolean("enabled").notNull(),
  version: integer("version").notNull(),
  /** Parsed by `ruleConditionsSchema` of `lib/approvals/schema.ts` wherever it is read. */
  document: jsonb("document").$type<unknown>().notNull(),
  replayedVersion: integer("replayed_version"),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const approvalSettings = pgTable("approval_settings", {
  organizationId: idColumn("organization", "organization_id").primaryKey(),
  breakGlassMembers: text("break_glass_members").array().notNull(),
  breakGlassSeconds: integer("break_glass_seconds").notNull(),
  fallbackTeams: text("fallback_teams").array().notNull(),
  fallbackMembers: text("fallback_members").array().notNull(),
  /** `Vault.seal` of the URL, bound to `approval_settings/<organization>`. */
  webhookUrl: bytes("webhook_url"),
  webhookHost: text("webhook_host"),
  updatedAt: instant("updated_at").notNull(),
});

export const breakGlassUses = pgTable("break_glass_uses", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("breakGlass", "id").notNull(),
  userId: idColumn("user", "user_id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  reason: text("reason").notNull(),
  startedAt: instant("started_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  endedAt: instant("ended_at"),
  reviewedAt: instant("reviewed_at"),
  reviewedBy: idColumn("user", "reviewed_by"),
  review: text("review"),
});

export const wrappedLinks = pgTable("wrapped_links", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("link", "id").notNull(),
  keyId: idColumn("key", "key_id").notNull(),
  versionId: idColumn("keyVersion", "version_id").notNull(),
  tokenHash: bytes("token_hash").notNull(),
  ciphertext: bytes("ciphertext"),
  note: text("note").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  openedAt: instant("opened_at"),
  openedIp: text("opened_ip"),
  openedAgent: text("opened_agent"),
  cancelledAt: instant("cancelled_at"),
  laterOpenings: integer("later_openings").notNull(),
});
