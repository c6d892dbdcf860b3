"use client";

import { useState } from "react";
import { ASK_AN_ADMIN, POLICY_PATH } from "@/components/projects/project-paths";
import { useProject } from "@/components/projects/use-project";
import { $api, latchkey } from "@/components/session/browser-api";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { ErrorState } from "@/components/ui/error-state";
import { toProblem } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { PolicyEditor } from "./policy-editor";
import { type Preview, PreviewResult } from "./policy-review";
import { PolicySummary } from "./policy-summary";
import { PRESET_WORDS } from "./policy-words";
import { useDirectory } from "./use-directory";

type Props = { organization: string; project: string; environment: string; mayManage: boolean };

/** The live keys that are out of bounds under the policy as it is now. */
function MeasureNow({ organization, project, environment }: Omit<Props, "mayManage">) {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [busy, setBusy] = useState(false);
  const measure = async () => {
    setBusy(true);
    try {
      const params = { path: { organization, project, environment } };
      const { data } = await latchkey.POST(`${POLICY_PATH}/preview`, { params, body: {} });
      setPreview(data ?? null);
    } catch (error) {
      toast.error("The keys were not measured", { problem: toProblem(error) });
    } finally {
      setBusy(false);
    }
  };
  if (preview) return <PreviewResult organization={organization} preview={preview} />;
  return (
    <Button size="sm" loading={busy} loadingLabel="Measuring the keys" onClick={() => void measure()}>
      Measure the keys against it
    </Button>
  );
}

/** The rules of an environment: to change, or to read for those who may not. */
export function PolicyPage({ organization, project, environment, mayManage }: Props) {
  const query = $api.useQuery("get", POLICY_PATH, { params: { path: { organization, project, environment } } });
  const found = useProject(organization, project).data?.environments.find(({ slug }) => slug === environment);
  const directory = useDirectory(organization);
  const answer = query.data;
  if (query.error && !answer) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!answer || !found) return <Skeleton className="h-96" />;
  const count = answer.overridden.length;
  const overridden =
    count === 0
      ? "Every rule is as in the preset."
      : `${count === 1 ? "1 rule is" : `${count} rules are`} not as in the preset.`;
  return (
    <div className="flex flex-col gap-6">
      <EnvironmentBanner name={found.name} color={found.color} sensitivity={found.sensitivity}>
        {PRESET_WORDS[found.sensitivity]} sensitivity. {overridden} Version {answer.version}, changed{" "}
        <DateTime value={answer.updatedAt} />.
      </EnvironmentBanner>
      {!mayManage && <Alert tone="info">You may read this policy, not change it. {ASK_AN_ADMIN}</Alert>}
      <div>
        <MeasureNow organization={organization} project={project} environment={environment} key={answer.version} />
      </div>
      {mayManage ? (
        <PolicyEditor organization={organization} environmentName={found.name} answer={answer} directory={directory} />
      ) : (
        <PolicySummary policy={answer.policy} overridden={answer.overridden} names={directory.names} />
      )}
    </div>
  );
}
