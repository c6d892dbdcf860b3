import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { AccessLevel, Role } from "@/lib/core/enums";
import { bytes, idColumn, instant } from "./columns";

export const installation = pgTable("installation", {
  id: integer("id").primaryKey(),
  setUpAt: instant("set_up_at"),
  isDemo: boolean("is_demo").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const users = pgTable("users", {
  id: idColumn("user", "id").primaryKey(),
  email: text("email").notNull(),
  emailVerifiedAt: instant("email_verified_at"),
  name: text("name").notNull(),
  passwordHash: text("password_hash"),
  passwordChangedAt: instant("password_changed_at"),
  timezone: text("timezone"),
  disabledAt: instant("disabled_at"),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const sessions = pgTable("sessions", {
  id: idColumn("session", "id").primaryKey(),
  userId: idColumn("user", "user_id").notNull(),
  createdAt: instant("created_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  endedAt: instant("ended_at"),
  endReason: text("end_reason"),
  mfaAt: instant("mfa_at"),
  factor: text("factor"),
  method: text("method").notNull(),
  ip: text("ip"),
  userAgent: text("user_agent"),
  country: text("country"),
  replacedBy: idColumn("session", "replaced_by"),
  startedAt: instant("started_at"),
  confinedTo: idColumn("organization", "confined_to"),
});

export const userTokens = pgTable("user_tokens", {
  id: idColumn("link", "id").primaryKey(),
  userId: idColumn("user", "user_id").notNull(),
  purpose: text("purpose").notNull(),
  tokenHash: bytes("token_hash").notNull(),
  data: jsonb("data").$type<Record<string, unknown>>().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

export const throttles = pgTable("throttles", {
  bucket: text("bucket").notNull(),
  windowStart: instant("window_start").notNull(),
  hits: integer("hits").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const organizations = pgTable("organizations", {
  id: idColumn("organization", "id").primaryKey(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  timezone: text("timezone").notNull(),
  settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const members = pgTable("members", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("member", "id").notNull(),
  userId: idColumn("user", "user_id").notNull(),
  role: text("role").$type<Role>().notNull(),
  state: text("state").$type<"active" | "removed">().notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  removedAt: instant("removed_at"),
  externalId: text("external_id"),
});

export const teams = pgTable("teams", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("team", "id").notNull(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull(),
  externalId: text("external_id"),
});

export const teamMembers = pgTable("team_members", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  teamId: idColumn("team", "team_id").notNull(),
  memberId: idColumn("member", "member_id").notNull(),
});

export const memberAccess = pgTable("member_access", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  memberId: idColumn("member", "member_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  level: text("level").$type<AccessLevel>().notNull(),
});

export const invitations = pgTable("invitations", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("invitation", "id").notNull(),
  email: text("email").notNull(),
  role: text("role").$type<Role>().notNull(),
  tokenHash: bytes("token_hash").notNull(),
  invitedBy: idColumn("user", "invited_by"),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  acceptedAt: instant("accepted_at"),
  revokedAt: instant("revoked_at"),
  sentCount: integer("sent_count").notNull(),
});
