import type { components } from "@/clients/sdk/generated/schema";
import type { AccessLevel, Sensitivity } from "@/lib/core/enums";

export const PROJECTS_PATH = "/organizations/{organization}/projects";
export const PROJECT_PATH = "/organizations/{organization}/projects/{project}";
export const SCOPES_PATH = "/organizations/{organization}/projects/{project}/scopes";
export const TEMPLATES_PATH = "/organizations/{organization}/projects/{project}/templates";
export const POLICY_PATH = "/organizations/{organization}/projects/{project}/environments/{environment}/policy";

export type Project = components["schemas"]["Project"];
export type Environment = components["schemas"]["Environment"];
export type Scope = components["schemas"]["Scope"];

/** Said wherever a control is closed to someone whose role does not manage projects. */
export const ASK_AN_ADMIN = "Ask an owner or admin of the organization.";

export const ACCESS_WORDS: Record<AccessLevel, string> = {
  manage: "You manage it",
  create: "You may create keys",
  request: "You may ask for keys",
  read: "You may look",
  none: "Closed to you",
};

export const SENSITIVITY_WORDS: Record<Sensitivity, { label: string; description: string }> = {
  low: { label: "Low", description: "Test data. Keys are created without approval, live long and may never expire." },
  moderate: { label: "Moderate", description: "One approval for a key, rotation every 180 days." },
  high: {
    label: "High",
    description: "Live data. Approvals, a second factor for every new secret, rotation every 90 days.",
  },
};
