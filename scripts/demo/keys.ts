import { ENVIRONMENTS, type ProjectName } from "@/scripts/demo/acme";
import type { DemoKey, KeyTable } from "@/scripts/demo/key";
import { CATALOGUE } from "@/scripts/demo/keys/catalogue";
import { NOTIFICATIONS } from "@/scripts/demo/keys/notifications";
import { PAYMENTS } from "@/scripts/demo/keys/payments";

function keysOf(project: ProjectName, byEnvironment: KeyTable): DemoKey[] {
  return ENVIRONMENTS.flatMap((environment) =>
    byEnvironment[environment].map(([name, owner, scopes, made, life, rhythm, busy, from, agent, rest]) => ({
      purpose: "",
      ...rest,
      name,
      project,
      environment,
      owner,
      scopes: scopes.split(" "),
      made,
      life,
      rhythm,
      busy,
      from,
      agent,
    })),
  );
}

/** Keys that are made at once; those of approved requests come on top. */
export const KEYS: readonly DemoKey[] = [
  ...keysOf("payments", PAYMENTS),
  ...keysOf("catalogue", CATALOGUE),
  ...keysOf("notifications", NOTIFICATIONS),
];
