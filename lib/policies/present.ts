import { isDeepStrictEqual } from "node:util";
import type { FoundEnvironment } from "@/lib/projects/find-project";
import type { PolicyRow } from "./queries";
import { effectivePolicy, POLICY_PRESETS, type PresentedPolicy } from "./schema";

export function presentPolicy({ project, environment }: FoundEnvironment, row: PolicyRow): PresentedPolicy {
  const policy = effectivePolicy(row.document, environment.sensitivity);
  const preset: Record<string, unknown> = POLICY_PRESETS[environment.sensitivity];
  return {
    environmentId: environment.id,
    environment: environment.slug,
    projectId: project.id,
    project: project.slug,
    sensitivity: environment.sensitivity,
    version: row.version,
    policy,
    overridden: Object.entries(policy)
      .filter(([name, value]) => !isDeepStrictEqual(value, preset[name]))
      .map(([name]) => name),
    updatedAt: row.updatedAt.toISOString(),
  };
}
