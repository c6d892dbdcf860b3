import { boolean, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import type { EnvironmentColor, Sensitivity } from "@/lib/core/enums";
import { idColumn, instant } from "./columns";

export const projects = pgTable("projects", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("project", "id").notNull(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  keyPrefix: text("key_prefix").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  archivedAt: instant("archived_at"),
});

export const environments = pgTable("environments", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  id: idColumn("environment", "id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  tag: text("tag").notNull(),
  color: text("color").$type<EnvironmentColor>().notNull(),
  sensitivity: text("sensitivity").$type<Sensitivity>().notNull(),
  position: integer("position").notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const policies = pgTable("policies", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  environmentId: idColumn("environment", "environment_id").notNull(),
  /** Parsed by `policySchema` of `lib/policies/schema.ts` wherever it is read. */
  document: jsonb("document").$type<unknown>().notNull(),
  version: integer("version").notNull(),
  updatedAt: instant("updated_at").notNull(),
});

export const scopes = pgTable("scopes", {
  organizationId: idColumn("organization", "organization_id").notNull(),
  projectId: idColumn("project", "project_id").notNull(),
  id: idColumn("scope", "id").notNull(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  category: text("category").notNull(),
  sensitive: boolean("sensitive").notNull(),
  endpoints: text("endpoints").array().notNull(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
});
