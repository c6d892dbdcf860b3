import type { TestDatabase } from "@/db/testing/database";
import type { TestOrganization } from "@/db/testing/organization";
import type { ManualClock } from "@/lib/core/clock";
import { idSchema } from "@/lib/core/ids";
import { disableKey } from "@/lib/keys/disable-key";
import { enableKey } from "@/lib/keys/enable-key";
import { revokeKey } from "@/lib/keys/revoke-key";
import { rotateKey } from "@/lib/keys/rotate-key";
import { updateKey } from "@/lib/keys/update-key";
import { lookAfterKeys } from "@/lib/lifecycle/look-after-keys";
import { replaceEnvironmentRules } from "@/lib/lifecycle/manage-rules";
import { insertKey, mailsOf, seeGateway } from "@/lib/lifecycle/testing/keys";
import { updatePolicy } from "@/lib/policies/update-policy";
import { deliverRotation } from "@/lib/rotation/deliver-rotation";
import { createTarget } from "@/lib/rotation/delivery-targets";
import { changeKeySchedule } from "@/lib/rotation/key-schedule";
import { startVault, type TestVault } from "@/lib/rotation/testing/vault-server";
import { DAY, dayOf, type KeyPlan, noonOf, type Rules, type Scenario, ZONE } from "./scenario";

const NAMES = { project: "api", environment: "production" };
const OUTBOUND = { allowPrivate: true };
const TEMPLATES = [
  "key-expiring",
  "key-expired-still-used",
  "keys-unused",
  "rotation-due",
  "rotations-due",
  "delivery-failed",
];

type World = {
  database: TestDatabase;
  organization: TestOrganization;
  clock: ManualClock;
  vault: TestVault;
  target: string;
};

type State = { id: string; state: string; expiresAt: Date; versionId: string };

/** Lets the program live through a scenario, and answers what it mailed and changed by itself, as lines. */
export async function simulate(
  database: TestDatabase,
  organization: TestOrganization,
  clock: ManualClock,
  scenario: Scenario,
  progress: (day: number) => void = () => undefined,
): Promise<{ mails: string[]; transitions: string[]; looks: number }> {
  const vault = await startVault();
  try {
    const { target } = await prepare(database, organization, scenario.rules, vault);
    const world: World = { database, organization, clock, vault, target };
    const plans = new Map<number, KeyPlan[]>();
    for (const plan of scenario.keys) plans.set(plan.madeOn, [...(plans.get(plan.madeOn) ?? []), plan]);
    let done = -1;
    let looked = 0;
    for (const now of scenario.looks) {
      const upTo = now >= noonOf(dayOf(now)) ? dayOf(now) : dayOf(now) - 1;
      for (let day = done + 1; day <= upTo; day += 1) {
        await act(world, scenario, plans.get(day) ?? [], day);
        progress(day);
      }
      done = upTo;
      clock.set(new Date(now));
      await seeGateway(database, clock.now());
      looked += 1;
      // Now and then two workers look at the same moment.
      const workers = looked % 10 === 0 ? 2 : 1;
      await Promise.all(Array.from({ length: workers }, () => lookAfterKeys(organization.system())));
      await deliver(world, scenario.targetDown.has(dayOf(now)));
      // What was queued has left: it is not called back by what happens later.
      await database.admin.query("update email_outbox set state = 'sent' where state = 'queued'");
      await database.admin.query("delete from graphile_worker._private_jobs");
    }
    return { mails: await mailLines(world), transitions: await transitionLines(world), looks: looked };
  } finally {
    await vault.stop();
  }
}

async function prepare(
  database: TestDatabase,
  organization: TestOrganization,
  rules: Rules,
  vault: TestVault,
): Promise<Pick<World, "target">> {
  await database.admin.query("update organizations set timezone = $2 where id = $1", [organization.id, ZONE]);
  const owner = organization.as("owner");
  await updatePolicy(owner, NAMES, {
    policy: {
      expiryWarningDays: [...rules.warnAt],
      rotationInterval: rules.rotateEvery * 86_400,
      defaultOverlap: rules.overlapHours * 3600,
      idleAfterDays: null,
      requireStepUp: false,
    },
  });
  await replaceEnvironmentRules(owner, NAMES, {
    neverUsed: rules.neverUsed,
    idle: rules.idle,
    revokeDisabled: rules.revokeDisabledAfter,
  });
  const target = await createTarget(owner, {
    name: "Vault",
    kind: "vault_kv2",
    settings: { address: vault.url, mount: "kv" },
    credentials: { token: vault.token },
  });
  return { target: target.id };
}

/** What people and programs do at noon of a day. */
async function act(world: World, scenario: Scenario, made: readonly KeyPlan[], day: number): Promise<void> {
  const { database, organization, clock } = world;
  clock.set(new Date(noonOf(day)));
  const now = clock.now();
  for (const plan of made) {
    const expiresAt = new Date(now.getTime() + plan.lifetimeDays * DAY);
    const key = await insertKey(database, organization, {
      name: plan.name,
      owner: plan.owner,
      createdAt: now,
      expiresAt,
    });
    await changeKeySchedule(organization.as("owner"), key.id, {
      ...(plan.fallback ? { fallbackOwner: organization.people[plan.fallback].userId } : {}),
      ...(plan.rotation.by === "house" ? { deliveryTarget: world.target, deliveryPlace: key.id } : {}),
    });
  }
  const states = await statesOf(world);
  const living = scenario.keys.flatMap((plan) => {
    const key = states.get(plan.name);
    return key ? [{ plan, key, hasEnded: key.expiresAt <= now }] : [];
  });
  const used = living.filter(
    ({ plan, key, hasEnded }) =>
      plan.used && day >= plan.used.from && day <= plan.used.to && key.state === "active" && !hasEnded,
  );
  const lingering = living.filter(
    ({ plan, key, hasEnded }) =>
      key.state === "active" && hasEnded && day - dayOf(key.expiresAt.getTime()) < plan.lingers,
  );
  await use(world, used, "VALID");
  await use(world, lingering, "EXPIRED");
  const owner = organization.as("owner");
  const tasks = await tasksOf(world);
  for (const { plan, key, hasEnded } of living) {
    let { state } = key;
    if (plan.extension?.on === day && state !== "revoked" && !hasEnded) {
      await updateKey(owner, key.id, { expiresIn: `${plan.extension.days}d` });
    }
    const asked = tasks.get(key.id);
    if (plan.rotation.by === "owner" && asked !== undefined && asked + plan.rotation.after === day) {
      if (state === "active" && !hasEnded) await rotateKey(owner, key.id, {});
    }
    if (plan.disabledOn === day && state === "active") {
      await disableKey(owner, key.id, {});
      state = "disabled";
    }
    if (plan.enabledOn === day && state === "disabled") await enableKey(owner, key.id, {});
    if (plan.revokedOn === day && state !== "revoked") await revokeKey(owner, key.id, {});
  }
}

async function statesOf({ database, organization }: World): Promise<Map<string, State>> {
  const { rows } = await database.admin.query(
    "select id, name, state, expires_at, current_version_id from keys where organization_id = $1",
    [organization.id],
  );
  return new Map(
    rows.map((row) => [
      row.name,
      { id: row.id, state: row.state, expiresAt: row.expires_at, versionId: row.current_version_id },
    ]),
  );
}

/** The day on which each key's owner was first asked to rotate it, where that is still open. */
async function tasksOf({ database, organization }: World): Promise<Map<string, number>> {
  const { rows } = await database.admin.query(
    "select key_id, created_at from rotations where organization_id = $1 and state = 'due' and target_id is null",
    [organization.id],
  );
  return new Map(rows.map((row) => [row.key_id, dayOf(row.created_at.getTime())]));
}

async function use(world: World, keys: readonly { key: State }[], verdict: string): Promise<void> {
  if (keys.length === 0) return;
  const { database, organization, clock } = world;
  const columns = [organization.id, keys.map(({ key }) => key.id), clock.now().toISOString()];
  await database.admin.query(
    `insert into key_activity (organization_id, key_id, first_used_at, last_used_at, verifications)
     select $1, id, $3::timestamptz, $3::timestamptz, 1 from unnest($2::text[]) as id
     on conflict (organization_id, key_id) do update set last_used_at = excluded.last_used_at`,
    columns,
  );
  if (verdict === "VALID") return;
  const more = [...columns, keys.map(({ key }) => key.versionId), verdict, organization.project.id];
  const environment = organization.environments.production.id;
  await database.admin.query(
    `insert into usage_hourly (organization_id, key_id, hour, version_id, verdict, project_id, environment_id, count)
     select $1, id, $3::timestamptz, version, $5, $6, $7, 1 from unnest($2::text[], $4::text[]) as u (id, version)`,
    [...more, environment],
  );
  await database.admin.query(
    `insert into usage_events (organization_id, key_id, at, version_id, verdict, project_id, environment_id, count, ip)
     select $1, id, $3::timestamptz, version, $5, $6, $7, 1, '203.0.113.7' from unnest($2::text[], $4::text[]) as u (id, version)`,
    [...more, environment],
  );
}

/** What the worker's jobs do after a look: one attempt where the target is up, two that fail where it is down. */
async function deliver({ database, organization, vault }: World, isDown: boolean): Promise<void> {
  const { rows } = await database.admin.query(
    "select id from rotations where organization_id = $1 and state = 'due' and target_id is not null order by id",
    [organization.id],
  );
  vault.intercept(isDown ? (response) => Boolean(response.writeHead(503).end()) : null);
  for (const row of rows) {
    const rotationId = idSchema("rotation").parse(row.id);
    if (isDown) {
      await deliverRotation(organization.system(), { rotationId, isLast: false }, OUTBOUND).catch(() => undefined);
    }
    await deliverRotation(organization.system(), { rotationId, isLast: true }, OUTBOUND);
  }
}

function contentOf(template: string, props: Record<string, unknown>): string[] {
  const listed = Array.isArray(props.keys) ? props.keys : [props.key];
  return listed.map((key) => {
    if (template === "key-expiring") return `${key.name} in ${key.daysLeft}`;
    return template === "keys-unused" ? `${key.name} ${key.response}` : String(key.name);
  });
}

async function mailLines({ database, organization }: World): Promise<string[]> {
  const names = new Map(Object.entries(organization.people).map(([role, { email }]) => [email, role]));
  const { rows } = await database.admin.query("select id, created_at from email_outbox where organization_id = $1", [
    organization.id,
  ]);
  const times = new Map(rows.map((row) => [row.id, row.created_at.toISOString()]));
  const mails = (await mailsOf(database, organization)).filter(({ template }) => TEMPLATES.includes(template));
  return mails
    .map(({ id, to, template, props }) => {
      const kind = template === "rotations-due" ? "rotation-due" : template;
      const what = contentOf(template, props).sort().join(", ");
      const alone = kind === "key-expired-still-used" || kind === "delivery-failed";
      return `${times.get(id)} ${names.get(to)} ${kind}${alone ? ` ${what}` : ""}: ${what}`;
    })
    .sort();
}

async function transitionLines({ database, organization }: World): Promise<string[]> {
  const { rows } = await database.admin.query(
    `select at, action, target_name from audit_events where organization_id = $1 and actor_type = 'system'
     and action in ('key.disabled', 'key.revoked', 'key.rotated')`,
    [organization.id],
  );
  return rows.map((row) => `${row.at.toISOString()} ${row.action.slice("key.".length)} ${row.target_name}`).sort();
}
