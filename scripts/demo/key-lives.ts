import { idSchema } from "@/lib/core/ids";
import { createKey } from "@/lib/keys/create-key";
import { disableKey } from "@/lib/keys/disable-key";
import { revokeKey } from "@/lib/keys/revoke-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import type { PersonName, TeamName } from "@/scripts/demo/acme";
import type { Happening } from "@/scripts/demo/found";
import type { DemoHouse } from "@/scripts/demo/house";
import type { DemoKey } from "@/scripts/demo/key";

type Presented = {
  id: string;
  projectId: string;
  environmentId: string;
  versionId: string | null;
  expiresAt: string | null;
};

/** The life of one key: made, rotated, disabled, revoked, each by a verb at its time. */
export function lifeOf(key: DemoKey): Happening[] {
  const happenings: Happening[] = [{ at: key.made, run: (house) => make(house, key) }];
  for (const { at, overlap } of key.rotated ?? []) {
    happenings.push({
      at,
      run: async (house) => {
        const made = house.key(key.name);
        const body = { reason: "Rotated on schedule.", ...(overlap === undefined ? {} : { overlap }) };
        const { key: rotated, secret, previousVersion } = await rotateKey(house.as(tenderOf(key)), made.id, body);
        const previous = made.versions.at(-1);
        if (previous && previousVersion.endsAt !== null) previous.until = Date.parse(previousVersion.endsAt);
        made.secret = secret;
        made.versions.push(versionOf(rotated, house));
      },
    });
  }
  const { disabled, revoked } = key;
  if (disabled) {
    happenings.push({
      at: disabled.at,
      run: async (house) => {
        const made = house.key(key.name);
        await disableKey(house.as(tenderOf(key)), made.id, { comment: disabled.comment });
        made.disabledAt = house.clock.now().getTime();
      },
    });
  }
  if (revoked) {
    happenings.push({
      at: revoked.at,
      run: async (house) => {
        const made = house.key(key.name);
        const { reason, comment } = revoked;
        await revokeKey(house.as(tenderOf(key)), made.id, { reason, comment });
        made.revokedAt = house.clock.now().getTime();
      },
    });
  }
  return happenings;
}

async function make(house: DemoHouse, key: DemoKey): Promise<void> {
  const made = await createKey(house.as(makerOf(key)), {
    name: key.name,
    purpose: key.purpose,
    project: key.project,
    environment: key.environment,
    owner: isTeam(key.owner) ? house.team(key.owner) : house.colleague(key.owner).userId,
    scopes: key.scopes,
    tags: key.tags ?? {},
    ...(key.life === null ? { expiresAt: null } : { expiresIn: `${key.life}d` }),
    ...key.restrictions,
  });
  rememberKey(house, key.name, made.key, made.secret);
}

/** Notes a key that a verb has just made, so that its traffic can be written. */
export function rememberKey(house: DemoHouse, name: string, key: Presented & { id: string }, secret: string): void {
  house.keys.set(name, {
    id: idSchema("key").parse(key.id),
    projectId: key.projectId,
    environmentId: key.environmentId,
    secret,
    versions: [versionOf(key, house)],
    madeAt: house.clock.now().getTime(),
    expiresAt: key.expiresAt === null ? null : Date.parse(key.expiresAt),
    disabledAt: null,
    revokedAt: null,
  });
}

function versionOf(key: Presented, house: DemoHouse) {
  if (key.versionId === null) throw new Error("A key that was just made has a version.");
  return { id: key.versionId, from: house.clock.now().getTime(), until: Number.POSITIVE_INFINITY };
}

function isTeam(owner: PersonName | TeamName): owner is TeamName {
  return owner === "billing" || owner === "platform" || owner === "growth";
}

/** Developers make their own keys in development; elsewhere, and for teams, an admin does. */
function makerOf(key: DemoKey): PersonName {
  return key.environment === "development" && !isTeam(key.owner) ? key.owner : "priya";
}

function tenderOf(key: DemoKey): PersonName {
  return isTeam(key.owner) ? "tomas" : key.owner;
}
