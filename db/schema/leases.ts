import { bigint, boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, idColumn, instant } from "./columns";

/** Ed25519 keys that sign leases; `private_key` is sealed (context `signing_keys/<id>`). */
export const signingKeys = pgTable("signing_keys", {
  id: idColumn("signingKey", "id").primaryKey(),
  privateKey: bytes("private_key").notNull(),
  createdAt: instant("created_at").notNull(),
  signsFrom: instant("signs_from").notNull(),
  /** When its successor takes over; null while it has none. */
  signsUntil: instant("signs_until"),
  publishedUntil: instant("published_until"),
});

export const trustRules = pgTable("trust_rules", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("trustRule", "id").notNull(),
  name: text("name").notNull(),
  issuer: text("issuer").notNull(),
  audience: text("audience").notNull(),
  subject: text("subject").notNull(),
  claims: jsonb("claims").$type<Record<string, string>>().notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  scopes: text("scopes").array().notNull(),
  /** Seconds. */
  longestLife: integer("longest_life").notNull(),
  addresses: text("addresses").array().notNull(),
  enabled: boolean("enabled").notNull(),
  createdBy: text("created_by").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  voidsBefore: instant("voids_before"),
  removedAt: instant("removed_at"),
});

export const trustRuleActivity = pgTable("trust_rule_activity", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  trustRuleId: idColumn("trustRule", "trust_rule_id").notNull(),
  exchanges: bigint("exchanges", { mode: "number" }).notNull(),
  lastUsedAt: instant("last_used_at").notNull(),
  lastSubject: text("last_subject").notNull(),
  lastIp: text("last_ip"),
});

/** SHA-256 of issuer and token id of what was exchanged once; kept until the token ends. */
export const leaseExchanges = pgTable("lease_exchanges", {
  fingerprint: bytes("fingerprint").primaryKey(),
  expiresAt: instant("expires_at").notNull(),
});
