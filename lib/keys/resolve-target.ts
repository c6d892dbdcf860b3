import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { UserActor } from "@/lib/core/actor";
import { conflict, forbidden, invalidInput, notFound } from "@/lib/core/errors";
import { type Id, isId } from "@/lib/core/ids";
import { accessLevel, allows } from "@/lib/core/permissions";
import { isWildcardScope, scopeCovers } from "@/lib/core/scopes";
import { canReadKeys } from "./policy";
import {
  activeMember,
  catalogueOf,
  countLiveKeys,
  defaultOwner,
  type EnvironmentRow,
  environmentRows,
  findTeam,
  isInTeam,
  lockOrganization,
} from "./queries";

/** The environment a body names, by ids or slugs. @throws not_found; conflict when the project is archived. */
export async function resolveEnvironment(
  tx: Transaction,
  ctx: Context,
  input: { project: string; environment: string },
): Promise<EnvironmentRow> {
  const readable = (await environmentRows(tx, ctx.actor.organizationId)).filter((row) => canReadKeys(ctx.actor, row));
  const inProject = readable.filter((row) => row.projectId === input.project || row.project === input.project);
  if (inProject.length === 0) throw notFound("project");
  const found = inProject.find((row) => row.id === input.environment || row.slug === input.environment);
  if (!found) throw notFound("environment");
  if (found.archivedAt) throw conflict(`The project ${found.projectName} is archived.`);
  return found;
}

export type Owner = { userId: Id<"user">; teamId: null } | { userId: null; teamId: Id<"team"> };

/**
 * Who will own a key: the actor, or whom the input names (a user id, a team's id or slug). Handing a key to others takes
 * `manage`; one's own team does not. @throws invalid_input naming `path`, forbidden.
 */
export async function resolveOwner(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  reference: string | undefined,
  options: { path: string; mayGiveAway?: boolean },
): Promise<Owner> {
  const { actor } = ctx;
  const manages = allows(accessLevel(actor, environment), "manage") || options.mayGiveAway === true;
  const wanted = reference ?? (await defaultOwner(tx, actor));
  if (wanted === null) throw invalidInput(options.path, "is needed: the organization has no owner to fall back on");
  if (isId("user", wanted)) {
    if (!manages && !(actor.type === "user" && actor.userId === wanted)) {
      throw forbidden(`Only those who manage ${environment.name} may make keys for others.`);
    }
    const member = await activeMember(tx, actor.organizationId, wanted);
    if (!member) throw invalidInput(options.path, "is not a member of the organization");
    if (!canOwn(actor.organizationId, member, environment)) {
      throw invalidInput(options.path, `may not look after keys in ${environment.name}`);
    }
    return { userId: member.userId, teamId: null };
  }
  const team = await findTeam(tx, actor.organizationId, wanted);
  if (!team) throw invalidInput(options.path, "is neither a member nor a team of the organization");
  if (!manages && !(await isInTeam(tx, actor, team.id))) {
    throw forbidden(`Only those who manage ${environment.name} may make keys for teams they are not in.`);
  }
  return { userId: null, teamId: team.id };
}

type Member = { userId: Id<"user">; memberId: Id<"member">; role: UserActor["role"]; access: UserActor["access"] };

/** Who owns a key has to be able to rotate and revoke it. */
function canOwn(organizationId: Id<"organization">, member: Member, environment: EnvironmentRow): boolean {
  const actor: UserActor = { ...member, type: "user", organizationId, sessionId: "ses_", mfaAt: null };
  return allows(accessLevel(actor, environment), "request");
}

/**
 * Makes sure that scopes beyond the granted ones are of the project's catalogue (a wildcard has to cover at least one) and
 * says whether one of them is sensitive. @throws invalid_input naming each unknown scope.
 */
export async function checkScopes(
  tx: Transaction,
  ctx: Context,
  environment: EnvironmentRow,
  scopes: readonly string[],
  granted: readonly string[] = [],
  pathOf: (index: number) => string = (index) => `scopes.${index}`,
): Promise<{ sensitive: boolean }> {
  const added = scopes.filter((scope) => !granted.includes(scope));
  if (added.length === 0) return { sensitive: false };
  const catalogue = await catalogueOf(tx, ctx.actor.organizationId, environment.projectId);
  const names = new Set(catalogue.map(({ name }) => name));
  const unknown = scopes.flatMap((scope, index) =>
    granted.includes(scope) || isKnown(scope, names)
      ? []
      : [{ path: pathOf(index), message: `${scope} is not a scope of ${environment.projectName}` }],
  );
  if (unknown.length > 0) throw invalidInput(unknown);
  return {
    sensitive: catalogue.some((entry) => entry.sensitive && added.some((scope) => scopeCovers(scope, entry.name))),
  };
}

function isKnown(scope: string, names: ReadonlySet<string>): boolean {
  if (!isWildcardScope(scope)) return names.has(scope);
  return scope === "*:*" || [...names].some((name) => scopeCovers(scope, name));
}

export const DEFAULT_KEY_LIMIT = 100_000;

/** Takes the organization's lock and makes room for `wanted` more keys (faults M10). @throws conflict at the limit. */
export async function reserveKeys(tx: Transaction, ctx: Context, wanted: number) {
  const organization = await lockOrganization(tx, ctx.actor.organizationId);
  if (!organization) throw notFound("organization");
  const configured = organization.settings.keyLimit;
  const limit = typeof configured === "number" && configured >= 0 ? configured : DEFAULT_KEY_LIMIT;
  const live = await countLiveKeys(tx, ctx.actor.organizationId, ctx.clock.now(), limit);
  if (live + wanted > limit) {
    throw conflict(`The organization may have ${limit} live keys, and has ${live}. Revoke some that are not needed.`, {
      limit,
    });
  }
  return organization;
}
