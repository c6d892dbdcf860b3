import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Context } from "@/db/tenancy";
import type { Id } from "@/lib/core/ids";
import { pageUrl } from "@/lib/identity/links";
import type { EnvironmentRow } from "@/lib/keys/queries";
import { type Directory, type Reach, readersOf } from "./directory";
import { keyReference, keyUrl } from "./key-references";
import { DAY } from "./local-time";
import { byReader, tell, writeNotices } from "./notices";

const MOST_NAMED = 50;
/** Days after the due date on which a task that nobody did is told of, and how far. */
const STEPS: readonly { days: number; reach: Reach }[] = [
  { days: 0, reach: "owner" },
  { days: 7, reach: "fallback" },
  { days: 14, reach: "admins" },
  { days: 28, reach: "admins" },
];

type Task = {
  id: Id<"key">;
  name: string;
  rotationId: string;
  cause: string;
  reason: string;
  environmentId: string;
  ownerUserId: string | null;
  ownerTeamId: string | null;
  fallbackUserId: string | null;
  secretStart: string;
  secretLastFour: string;
  dueAt: string;
  rotatedAt: string | null;
  told: number | null;
};

/** Tells owners of rotations that wait for them: on the day, and again while they wait; one mail for all of a person's. */
export async function tellOfDueRotations(
  tx: Transaction,
  ctx: Context,
  directory: Directory,
  environments: readonly EnvironmentRow[],
): Promise<void> {
  const now = ctx.clock.now();
  const byId = new Map(environments.map((row) => [String(row.id), row]));
  const due = (await tasks(tx, ctx.actor.organizationId)).flatMap((task) => {
    const age = Math.floor((now.getTime() - new Date(task.dueAt).getTime()) / DAY);
    const step = STEPS.filter(({ days }) => days <= age).at(-1);
    const environment = byId.get(task.environmentId);
    if (!step || !environment || (task.told !== null && task.told >= step.days)) return [];
    const notice = { keyId: task.id, kind: "rotation_due", about: task.rotationId, step: step.days };
    return [{ item: { task, environment, notice }, readers: readersOf(directory, task, step.reach) }];
  });
  await writeNotices(
    tx,
    ctx,
    due.filter(({ readers }) => readers.length === 0).map(({ item }) => item.notice),
    null,
  );
  const { name: organizationName, slug } = directory.organization;
  for (const { reader, items } of byReader(due)) {
    const notices = items.map(({ item }) => item.notice);
    const common = { organizationName, timeZone: reader.timezone };
    const [first] = items;
    if (first && items.length === 1) {
      const { task, environment } = first.item;
      await tell(tx, ctx, directory, {
        reader,
        notices,
        template: "rotation-due",
        props: {
          ...common,
          key: keyReference(directory, environment, task),
          dueAt: new Date(task.dueAt).toISOString(),
          lastRotatedAt: task.rotatedAt === null ? null : new Date(task.rotatedAt).toISOString(),
          reason: whyDue(task),
          rotateUrl: keyUrl(directory, task.id, "rotate"),
        },
      });
      continue;
    }
    await tell(tx, ctx, directory, {
      reader,
      notices,
      template: "rotations-due",
      props: {
        ...common,
        keys: items.slice(0, MOST_NAMED).map(({ item: { task, environment } }) => ({
          ...keyReference(directory, environment, task),
          dueAt: new Date(task.dueAt).toISOString(),
          rotateUrl: keyUrl(directory, task.id, "rotate"),
        })),
        more: Math.max(0, items.length - MOST_NAMED),
        tasksUrl: pageUrl(`/${slug}/keys?owner=me`),
      },
    });
  }
}

function whyDue({ cause, reason }: Task): string {
  if (cause === "forced") return `An admin asks for it: ${reason}`;
  return cause === "schedule" ? "By the key's own schedule." : "By the policy of its environment.";
}

/** Rotations that wait for a person, with the last step that was told. */
async function tasks(tx: Transaction, organizationId: Id<"organization">): Promise<Task[]> {
  const { rows } = await tx.execute<Task>(sql`
    select k.id, k.name, r.id as "rotationId", r.cause, r.reason, k.environment_id as "environmentId",
      k.owner_user_id as "ownerUserId", k.owner_team_id as "ownerTeamId", l.fallback_user_id as "fallbackUserId",
      k.secret_start as "secretStart", k.secret_last_four as "secretLastFour", r.due_at as "dueAt",
      k.rotated_at as "rotatedAt", (select max(n.step) from key_notices n where n.organization_id = r.organization_id
        and n.key_id = r.key_id and n.kind = 'rotation_due' and n.about = r.id) as told
    from rotations r
    join keys k on k.organization_id = r.organization_id and k.id = r.key_id
    left join key_lifecycle l on l.organization_id = r.organization_id and l.key_id = r.key_id
    where r.organization_id = ${organizationId} and r.state = 'due' and r.target_id is null and k.state = 'active'
    order by r.due_at, r.id limit 10000`);
  return rows;
}
