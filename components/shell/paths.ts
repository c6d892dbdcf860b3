type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** Adds a query; what is null, undefined or empty is left out, several values are joined as the filters of a page read them. */
export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    // nuqs parts list values by commas and writes a comma within one as %2C.
    const text =
      typeof value === "object" ? value.map((entry) => entry.replaceAll(",", "%2C")).join(",") : String(value);
    if (text !== "") parameters.set(name, text);
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

function join(...segments: readonly string[]): string {
  return `/${segments.map(encodeURIComponent).join("/")}`;
}

/** Every URL of the application, built here and nowhere else. Parts are slugs or ids. */
export const paths = {
  home: () => "/",
  signIn: (query: { callback?: string; error?: string } = {}) => withQuery("/sign-in", query),
  signUp: () => "/sign-up",
  verifyFactor: (query: { callback?: string } = {}) => withQuery("/sign-in/factor", query),
  forgotPassword: () => "/forgot-password",
  setUp: () => "/set-up",
  /** The wrapped secret's key is in the fragment, which no server sees. */
  handOver: (id: string, fragmentKey?: string) =>
    `${join("hand-over", id)}${fragmentKey ? `#${encodeURIComponent(fragmentKey)}` : ""}`,
  newOrganization: () => "/organizations/new",

  organization: (organization: string) => join(organization),
  start: (organization: string) => join(organization, "start"),

  keys: (organization: string, query?: Query) => withQuery(join(organization, "keys"), query),
  newKey: (organization: string, query?: Query) => withQuery(join(organization, "keys", "new"), query),
  key: (organization: string, key: string, query?: Query) => withQuery(join(organization, "keys", key), query),

  requests: (organization: string, query?: Query) => withQuery(join(organization, "requests"), query),
  newRequest: (organization: string, query?: Query) => withQuery(join(organization, "requests", "new"), query),
  request: (organization: string, request: string) => join(organization, "requests", request),
  approvalRules: (organization: string) => join(organization, "requests", "rules"),
  breakGlass: (organization: string, query?: Query) => withQuery(join(organization, "requests", "break-glass"), query),
  approvalSettings: (organization: string) => join(organization, "requests", "settings"),

  usage: (organization: string, query?: Query) => withQuery(join(organization, "usage"), query),

  audit: (organization: string, query?: Query) => withQuery(join(organization, "audit"), query),

  projects: (organization: string) => join(organization, "projects"),
  newProject: (organization: string) => join(organization, "projects", "new"),
  project: (organization: string, project: string) => join(organization, "projects", project),
  projectScopes: (organization: string, project: string) => join(organization, "projects", project, "scopes"),
  projectTemplates: (organization: string, project: string) => join(organization, "projects", project, "templates"),
  projectSettings: (organization: string, project: string) => join(organization, "projects", project, "settings"),
  newEnvironment: (organization: string, project: string) =>
    join(organization, "projects", project, "environments", "new"),
  environment: (organization: string, project: string, environment: string) =>
    join(organization, "projects", project, "environments", environment),
  environmentPolicy: (organization: string, project: string, environment: string) =>
    join(organization, "projects", project, "environments", environment, "policy"),

  members: (organization: string, query?: Query) => withQuery(join(organization, "members"), query),
  member: (organization: string, member: string) => join(organization, "members", member),
  removeMember: (organization: string, member: string) => join(organization, "members", member, "remove"),
  invitations: (organization: string, query?: Query) => withQuery(join(organization, "members", "invitations"), query),
  accessMatrix: (organization: string, query?: Query) => withQuery(join(organization, "members", "access"), query),
  teams: (organization: string) => join(organization, "members", "teams"),
  team: (organization: string, team: string) => join(organization, "members", "teams", team),
  serviceTokens: (organization: string) => join(organization, "service-tokens"),
  newServiceToken: (organization: string) => join(organization, "service-tokens", "new"),

  settings: (organization: string) => join(organization, "settings"),
  settingsSecurity: (organization: string) => join(organization, "settings", "security"),
  settingsSingleSignOn: (organization: string) => join(organization, "settings", "single-sign-on"),
  settingsMail: (organization: string) => join(organization, "settings", "mail"),
  settingsDelivery: (organization: string) => join(organization, "settings", "delivery"),
  settingsData: (organization: string) => join(organization, "settings", "data"),

  account: {
    profile: () => "/account",
    security: () => "/account/security",
    sessions: () => "/account/sessions",
    calendar: () => "/account/calendar",
  },

  apiReference: () => "/docs/api",
  apiReferenceGroup: (group: string, operation?: string) =>
    `${join("docs", "api", group)}${operation === undefined ? "" : `#${encodeURIComponent(operation)}`}`,
  openApi: () => "/api/v1/openapi.json",
  mailbox: () => "/dev/mailbox",
  uiGallery: () => "/dev/ui",
} as const;

/** First segments that belong to the application: no organization may take one as its slug. */
export const RESERVED_SEGMENTS: readonly string[] = [
  "_next",
  "account",
  "admin",
  "api",
  "confirm-email",
  "dev",
  "docs",
  "forgot-password",
  "hand-over",
  "invitations",
  "organizations",
  "reset-password",
  "set-password",
  "set-up",
  "sign-in",
  "sign-out",
  "sign-up",
  "static",
];
