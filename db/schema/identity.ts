import { bigint, boolean, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/enums";
import { bytes, idColumn, instant } from "./columns";

export const totpFactors = pgTable("totp_factors", {
  id: idColumn("factor", "id").primaryKey(),
  userId: idColumn("user", "user_id").notNull(),
  name: text("name").notNull(),
  /** `Vault.seal` of the base32 secret, bound to `totp_factors/<id>`. */
  secret: bytes("secret").notNull(),
  createdAt: instant("created_at").notNull(),
  confirmedAt: instant("confirmed_at"),
  lastStep: bigint("last_step", { mode: "number" }).notNull(),
  lastUsedAt: instant("last_used_at"),
});

export const passkeys = pgTable("passkeys", {
  id: idColumn("passkey", "id").primaryKey(),
  userId: idColumn("user", "user_id").notNull(),
  name: text("name").notNull(),
  credentialId: text("credential_id").notNull(),
  publicKey: bytes("public_key").notNull(),
  counter: bigint("counter", { mode: "number" }).notNull(),
  transports: text("transports").array().notNull(),
  backedUp: boolean("backed_up").notNull(),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
});

export const recoveryCodes = pgTable("recovery_codes", {
  userId: idColumn("user", "user_id").notNull(),
  codeHash: bytes("code_hash").notNull(),
  createdAt: instant("created_at").notNull(),
  usedAt: instant("used_at"),
});

export const webauthnChallenges = pgTable("webauthn_challenges", {
  challenge: text("challenge").primaryKey(),
  purpose: text("purpose").$type<"register" | "prove" | "sign_in">().notNull(),
  userId: idColumn("user", "user_id"),
  sessionId: idColumn("session", "session_id"),
  expiresAt: instant("expires_at").notNull(),
});

export const knownDevices = pgTable("known_devices", {
  userId: idColumn("user", "user_id").notNull(),
  deviceHash: bytes("device_hash").notNull(),
  firstSeenAt: instant("first_seen_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
});

export const signIns = pgTable("sign_ins", {
  id: idColumn("signIn", "id").primaryKey(),
  userId: idColumn("user", "user_id"),
  at: instant("at").notNull(),
  outcome: text("outcome").notNull(),
  method: text("method").notNull(),
  sessionId: idColumn("session", "session_id"),
  ip: text("ip"),
  userAgent: text("user_agent"),
  country: text("country"),
  auditedAt: instant("audited_at"),
});

export const linkedAccounts = pgTable("linked_accounts", {
  id: idColumn("account", "id").primaryKey(),
  userId: idColumn("user", "user_id").notNull(),
  provider: text("provider").notNull(),
  issuer: text("issuer").notNull(),
  subject: text("subject").notNull(),
  email: text("email"),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
});

export const providerStates = pgTable("provider_states", {
  stateHash: bytes("state_hash").primaryKey(),
  provider: text("provider").notNull(),
  /** `Vault.seal` of `{ nonce, verifier }`, bound to `provider_states/<hash in hex>`. */
  content: bytes("content").notNull(),
  purpose: text("purpose").$type<"sign_in" | "link">().notNull(),
  userId: idColumn("user", "user_id"),
  sessionId: idColumn("session", "session_id"),
  returnTo: text("return_to").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const signUps = pgTable("sign_ups", {
  tokenHash: bytes("token_hash").primaryKey(),
  email: text("email").notNull(),
  /** `Vault.seal` of `{ name, passwordHash, organization }`, bound to `sign_ups/<hash in hex>`. */
  content: bytes("content").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const identityProviders = pgTable("identity_providers", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("identityProvider", "id").notNull(),
  name: text("name").notNull(),
  issuer: text("issuer").notNull(),
  clientId: text("client_id").notNull(),
  /** `Vault.seal`, bound to `identity_providers/<id>`. */
  clientSecret: bytes("client_secret").notNull(),
  defaultRole: text("default_role").$type<Exclude<Role, "owner">>().notNull(),
  justInTime: boolean("just_in_time").notNull(),
  groupsClaim: text("groups_claim").notNull(),
  groupRoles: jsonb("group_roles").$type<Record<string, Exclude<Role, "owner">>>().notNull(),
  enabled: boolean("enabled").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const organizationDomains = pgTable("organization_domains", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  domain: text("domain").notNull(),
  proof: text("proof").notNull(),
  createdAt: instant("created_at").notNull(),
  verifiedAt: instant("verified_at"),
});
