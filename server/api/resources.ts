import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnvironment } from "./context";
import { registerAccount } from "./resources/account";
import { registerApprovalRules } from "./resources/approval-rules";
import { registerAudit } from "./resources/audit";
import { registerBreakGlass } from "./resources/break-glass";
import { registerCalendar } from "./resources/calendar";
import { registerDeliveryTargets } from "./resources/delivery-targets";
import { registerEnvironments } from "./resources/environments";
import { registerFactors } from "./resources/factors";
import { registerHandOver } from "./resources/hand-over";
import { registerInvitations } from "./resources/invitations";
import { registerKeys } from "./resources/keys";
import { registerLifecycle } from "./resources/lifecycle";
import { registerMail } from "./resources/mail";
import { registerMembers } from "./resources/members";
import { registerOrganizations } from "./resources/organizations";
import { registerPolicies } from "./resources/policies";
import { registerProjects } from "./resources/projects";
import { registerRequests } from "./resources/requests";
import { registerRotations } from "./resources/rotations";
import { registerScopes } from "./resources/scopes";
import { registerServiceTokens } from "./resources/service-tokens";
import { registerSessions } from "./resources/sessions";
import { registerSetUp } from "./resources/set-up";
import { registerSignInProviders } from "./resources/sign-in-providers";
import { registerSingleSignOn } from "./resources/single-sign-on";
import { registerTeams } from "./resources/teams";
import { registerTemplates } from "./resources/templates";
import { registerTrustRules } from "./resources/trust-rules";
import { registerUsage } from "./resources/usage";

/** Every resource of the API, in the order of the reference page. */
export const RESOURCES: ((api: OpenAPIHono<ApiEnvironment>) => void)[] = [
  registerKeys,
  registerHandOver,
  registerRotations,
  registerDeliveryTargets,
  registerLifecycle,
  registerRequests,
  registerApprovalRules,
  registerBreakGlass,
  registerUsage,
  registerProjects,
  registerEnvironments,
  registerScopes,
  registerTemplates,
  registerAudit,
  registerSetUp,
  registerSessions,
  registerAccount,
  registerCalendar,
  registerFactors,
  registerPolicies,
  registerServiceTokens,
  registerTrustRules,
  registerMail,
  registerOrganizations,
  registerMembers,
  registerInvitations,
  registerTeams,
  registerSingleSignOn,
  registerSignInProviders,
];
