const NOUNS: Record<string, string> = {
  key: "Key",
  project: "Project",
  environment: "Environment",
  scope: "Scope",
  policy: "Policy",
  member: "Member",
  invitation: "Invitation",
  service_token: "Service token",
  organization: "Organization",
  team: "Team",
  request: "Request",
  audit: "Audit trail",
  session: "Session",
  factor: "Factor",
};

function sentence(words: string): string {
  const text = words.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `key.role_changed` → "Key role changed". */
export function describeAction(action: string): string {
  const [noun = "", verb = ""] = action.split(".");
  return `${NOUNS[noun] ?? sentence(noun)} ${verb.replaceAll("_", " ")}`.trim();
}

/** All of a kind, as `GET /audit-events?action=key.*` takes it. */
export function auditActionOptions(): { value: string; label: string }[] {
  return Object.entries(NOUNS).map(([value, label]) => ({ value: `${value}.*`, label: `${label}: any` }));
}
