import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { bytes, idColumn, instant } from "./columns";

export const emailOutbox = pgTable("email_outbox", {
  id: idColumn("mail", "id").primaryKey(),
  organizationId: idColumn("organization", "organization_id"),
  userId: idColumn("user", "user_id"),
  event: text("event").notNull(),
  template: text("template").notNull(),
  category: text("category").$type<"security" | "transactional" | "alert" | "digest">().notNull(),
  recipient: text("recipient").notNull(),
  /** `Vault.seal` of the template's props as JSON, bound to `email_outbox/<id>`; null once sent. */
  content: bytes("content"),
  /** `Vault.seal` of `{ subject, html, text, attachments }`, kept only by the development mailbox. */
  rendered: bytes("rendered"),
  subject: text("subject"),
  state: text("state").$type<"queued" | "sent" | "dead" | "cancelled">().notNull(),
  attempts: integer("attempts").notNull(),
  lastError: text("last_error"),
  providerId: text("provider_id"),
  createdAt: instant("created_at").notNull(),
  sentAt: instant("sent_at"),
});
